<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>RockGlacierInventory</name>
    <message>
      <source>Inventory</source>
      <translation>Inventar</translation>
    </message>
    <message>
      <source>Fill attributes</source>
      <translation>Attribute berechnen</translation>
    </message>
    <message>
      <source>Fills the computed attributes of an inventory's rock glaciers or candidates: identifier, position, area, elevation, slope, aspect and subregion. Areas and slopes are true ground measures in any coordinate system; pixels that an outline cuts count by their share inside.</source>
      <translation>Berechnet die Attribute der Blockgletscher oder Kandidaten eines Inventars: Kennung, Lage, Fläche, Höhe, Hangneigung, Exposition und Teilgebiet. Flächen und Neigungen sind in jedem Koordinatensystem wahre Maße am Boden; Pixel, die ein Umriss schneidet, zählen mit ihrem Anteil im Inneren.</translation>
    </message>
    <message>
      <source>The inventory to fill; it is changed in place.</source>
      <translation>Das Inventar, dessen Attribute berechnet werden; die Datei selbst wird geändert.</translation>
    </message>
    <message>
      <source>Which of its layers. Candidates get the same values, so that they can be sorted by them.</source>
      <translation>Welcher seiner Layer. Kandidaten erhalten dieselben Werte, damit sie danach sortiert werden können.</translation>
    </message>
    <message>
      <source>Elevations in metres, in any coordinate system. It must cover the outlines.</source>
      <translation>Höhen in Metern, in beliebigem Koordinatensystem. Das Modell muss die Umrisse abdecken.</translation>
    </message>
    <message>
      <source>Polygons with a field NAME. Empty: the subregions in the inventory, if it has any.</source>
      <translation>Polygone mit einem Feld NAME. Leer: die Teilgebiete im Inventar, wenn es welche hat.</translation>
    </message>
    <message>
      <source>elevation,slope,aspect,area,terrain,zonal statistics</source>
      <translation>Höhe,Hangneigung,Exposition,Fläche,Gelände,Zonenstatistik</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>Layer</translation>
    </message>
    <message>
      <source>Elevation model</source>
      <translation>Höhenmodell</translation>
    </message>
    <message>
      <source>Subregions</source>
      <translation>Teilgebiete</translation>
    </message>
    <message>
      <source>Filled layer</source>
      <translation>Ausgefüllter Layer</translation>
    </message>
    <message>
      <source>Filled inventory</source>
      <translation>Ausgefülltes Inventar</translation>
    </message>
    <message>
      <source>Detection</source>
      <translation>Erkennung</translation>
    </message>
    <message>
      <source>Lowest probability (0 to 1) that counts as rock glacier.</source>
      <translation>Kleinste Wahrscheinlichkeit (0 bis 1), die als Blockgletscher zählt.</translation>
    </message>
    <message>
      <source>Smaller candidates are left out. True ground area; inventories commonly use 10 000 m² (0.01 km²).</source>
      <translation>Kleinere Kandidaten entfallen. Wahre Fläche am Boden; üblich sind in Inventaren 10 000 m² (0,01 km²).</translation>
    </message>
    <message>
      <source>Holes smaller than this are filled. Empty: as the smallest area.</source>
      <translation>Kleinere Löcher werden gefüllt. Leer: wie die kleinste Fläche.</translation>
    </message>
    <message>
      <source>An outline may move by at most so much when its pixel steps are smoothed. Empty: one pixel.</source>
      <translation>Um höchstens so viel darf sich ein Umriss verschieben, wenn seine Pixelstufen geglättet werden. Leer: ein Pixel.</translation>
    </message>
    <message>
      <source>The candidates as a layer, with mean and highest probability and area of each.</source>
      <translation>Die Kandidaten als Layer, jeder mit mittlerer und höchster Wahrscheinlichkeit und Fläche.</translation>
    </message>
    <message>
      <source>Empty: the one on the model's card.</source>
      <translation>Leer: die von der Modellkarte.</translation>
    </message>
    <message>
      <source>Threshold</source>
      <translation>Schwellenwert</translation>
    </message>
    <message>
      <source>Smallest area (m²)</source>
      <translation>Kleinste Fläche (m²)</translation>
    </message>
    <message>
      <source>Fill holes up to (m²)</source>
      <translation>Löcher füllen bis (m²)</translation>
    </message>
    <message>
      <source>Smoothing (m)</source>
      <translation>Glättung (m)</translation>
    </message>
    <message>
      <source>Candidates</source>
      <translation>Kandidaten</translation>
    </message>
    <message>
      <source>Inventory with the candidates</source>
      <translation>Inventar mit den Kandidaten</translation>
    </message>
    <message>
      <source>Number of candidates</source>
      <translation>Anzahl der Kandidaten</translation>
    </message>
    <message>
      <source>Create inventory</source>
      <translation>Inventar anlegen</translation>
    </message>
    <message>
      <source>Makes a new, empty inventory. It is one GeoPackage that holds rock glaciers, candidates, primary markers, subregions, reviews, the record of every run and the journal of every change.</source>
      <translation>Legt ein neues, leeres Inventar an. Es ist ein GeoPackage mit Blockgletschern, Kandidaten, Primärmarken, Teilgebieten, Begutachtungen, dem Nachweis jedes Laufs und dem Protokoll jeder Änderung.</translation>
    </message>
    <message>
      <source>Name of the inventory, for example of the mountain range. It stands in reports.</source>
      <translation>Name des Inventars, zum Beispiel der des Gebirges. Er steht in Berichten.</translation>
    </message>
    <message>
      <source>Coordinate system of its layers. Any will do: areas and distances are always measured on the ellipsoid. Published inventories use EPSG:4326.</source>
      <translation>Koordinatensystem seiner Layer. Jedes ist recht: Flächen und Strecken werden stets auf dem Ellipsoid gemessen. Veröffentlichte Inventare verwenden EPSG:4326.</translation>
    </message>
    <message>
      <source>The file to make. One that exists is not overwritten: an inventory holds work.</source>
      <translation>Die neue Datei. Eine vorhandene wird nicht überschrieben: in einem Inventar steckt Arbeit.</translation>
    </message>
    <message>
      <source>new,geopackage,rock glacier,database</source>
      <translation>neu,GeoPackage,Blockgletscher,Datenbank</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>Titel</translation>
    </message>
    <message>
      <source>Coordinate system</source>
      <translation>Koordinatensystem</translation>
    </message>
    <message>
      <source>GeoPackage files (*.gpkg)</source>
      <translation>GeoPackage-Dateien (*.gpkg)</translation>
    </message>
    <message>
      <source>Detect rock glaciers</source>
      <translation>Blockgletscher erkennen</translation>
    </message>
    <message>
      <source>Runs a neural network over an image, tile by tile, and outlines what it finds as candidates. It works on the graphics card where there is one and on the processor otherwise. Give an inventory to add the candidates to it, a layer to look at them first, or both.</source>
      <translation>Lässt ein neuronales Netz Kachel für Kachel über ein Bild laufen und umreißt, was es findet, als Kandidaten. Es rechnet auf der Grafikkarte, wo es eine gibt, sonst auf dem Prozessor. Ein Inventar nimmt die Kandidaten auf, ein Layer zeigt sie erst einmal; beides zugleich geht auch.</translation>
    </message>
    <message>
      <source>An inventory that gets the candidates and the record of this run. Leave it empty to look first.</source>
      <translation>Ein Inventar, das die Kandidaten und den Nachweis dieses Laufs aufnimmt. Leer lassen, um erst einmal zu schauen.</translation>
    </message>
    <message>
      <source>The network's output, 0 to 1, as a GeoTIFF. From it other outlines can be made in seconds with 'Outline candidates'.</source>
      <translation>Die Ausgabe des Netzes, 0 bis 1, als GeoTIFF. Daraus entstehen mit „Kandidaten umreißen“ in Sekunden andere Umrisse.</translation>
    </message>
    <message>
      <source>The image to search: a raster file with red, green and blue as its first bands and a coordinate system. It is resampled on the fly to the ground resolution the model was trained at.</source>
      <translation>Das Bild, das abgesucht wird: eine Rasterdatei mit Rot, Grün und Blau als ersten Kanälen und einem Koordinatensystem. Sie wird beim Lesen auf die Bodenauflösung gebracht, mit der das Modell trainiert wurde.</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Search only this rectangle. Empty: the whole image.</source>
      <translation>Nur dieses Rechteck absuchen. Leer: das ganze Bild.</translation>
    </message>
    <message>
      <source>Search only inside these polygons, for example mountain ranges. Empty: everywhere.</source>
      <translation>Nur innerhalb dieser Polygone suchen, zum Beispiel in Gebirgen. Leer: überall.</translation>
    </message>
    <message>
      <source>Pixel size on the ground at which the network works. Empty: the one it was trained at.</source>
      <translation>Pixelgröße am Boden, mit der das Netz arbeitet. Leer: die, mit der es trainiert wurde.</translation>
    </message>
    <message>
      <source>Where the network runs: cuda (NVIDIA), mps (Apple), cpu, or auto for the fastest at hand. Where a graphics card fails midway the processor goes on.</source>
      <translation>Worauf das Netz läuft: cuda (NVIDIA), mps (Apple), cpu, oder auto für das Schnellste, was da ist. Versagt eine Grafikkarte unterwegs, macht der Prozessor weiter.</translation>
    </message>
    <message>
      <source>Number format of the network. auto takes a 16-bit format where that is faster.</source>
      <translation>Zahlenformat des Netzes. auto nimmt ein 16-Bit-Format, wo das schneller ist.</translation>
    </message>
    <message>
      <source>How many tiles go through the network at once. Empty: what fits into memory and is fast.</source>
      <translation>Wie viele Kacheln auf einmal durch das Netz gehen. Leer: was in den Speicher passt und schnell ist.</translation>
    </message>
    <message>
      <source>deep learning,neural network,segmentation,candidates,satellite,permafrost</source>
      <translation>Deep Learning,neuronales Netz,Segmentierung,Kandidaten,Satellit,Permafrost</translation>
    </message>
    <message>
      <source>Probability</source>
      <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Extent</source>
      <translation>Ausdehnung</translation>
    </message>
    <message>
      <source>Area</source>
      <translation>Gebiet</translation>
    </message>
    <message>
      <source>Ground resolution (m)</source>
      <translation>Bodenauflösung (m)</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Number format</source>
      <translation>Zahlenformat</translation>
    </message>
    <message>
      <source>Tiles at a time</source>
      <translation>Kacheln auf einmal</translation>
    </message>
    <message>
      <source>Nothing would be kept: choose a layer, an inventory or a probability raster.</source>
      <translation>Nichts bliebe erhalten: bitte einen Layer, ein Inventar oder ein Wahrscheinlichkeitsraster wählen.</translation>
    </message>
    <message>
      <source>The network to use: a model card's name, or the path of its JSON file. {}</source>
      <translation>Das Netz: der Name einer Modellkarte oder der Pfad ihrer JSON-Datei. {}</translation>
    </message>
    <message>
      <source>The engine was not found. It is a Python environment of its own (PyTorch, rasterio and others, about 6 GB), built once in a terminal by the command: {}   If it is there already, choose its Python under Settings, Options, Rock glacier inventory.</source>
      <translation>Der Rechenkern wurde nicht gefunden. Er ist eine eigene Python-Umgebung (PyTorch, rasterio und andere, etwa 6 GB), die einmal im Terminal mit diesem Befehl angelegt wird: {}   Ist sie schon da, wählen Sie ihr Python unter Einstellungen, Optionen, Blockgletscherinventar.</translation>
    </message>
    <message>
      <source>The engine's Python {} does not exist; choose another under Settings, Options, Rock glacier inventory.</source>
      <translation>Das Python {} des Rechenkerns gibt es nicht; wählen Sie ein anderes unter Einstellungen, Optionen, Blockgletscherinventar.</translation>
    </message>
    <message>
      <source>The engine was ended from outside or crashed (often: out of memory); nothing was written.</source>
      <translation>Der Rechenkern wurde von außen beendet oder ist abgestürzt (oft: zu wenig Speicher); nichts wurde geschrieben.</translation>
    </message>
    <message>
      <source>The log panel ('{}') has the details.</source>
      <translation>Einzelheiten stehen im Protokollfenster („{}“).</translation>
    </message>
    <message>
      <source>The engine did not understand its options; plugin and engine do not fit together.</source>
      <translation>Der Rechenkern hat seine Optionen nicht verstanden; Erweiterung und Rechenkern passen nicht zusammen.</translation>
    </message>
    <message>
      <source>The engine stopped with exit code {} and said nothing more.</source>
      <translation>Der Rechenkern endete mit dem Code {} und sagte sonst nichts.</translation>
    </message>
    <message>
      <source>The engine's Python {} could not be started; choose another in the plugin's settings.</source>
      <translation>Das Python {} des Rechenkerns ließ sich nicht starten; wählen Sie in den Einstellungen der Erweiterung ein anderes.</translation>
    </message>
    <message>
      <source>Evaluate against reference outlines</source>
      <translation>Mit Referenzumrissen vergleichen</translation>
    </message>
    <message>
      <source>Validation</source>
      <translation>Validierung</translation>
    </message>
    <message>
      <source>Compares outlines, for example candidates, with reference outlines and tells precision, recall, F1 and IoU by area, for the whole and for each subregion. The table is in the log, all numbers are in the file.</source>
      <translation>Vergleicht Umrisse, zum Beispiel Kandidaten, mit Referenzumrissen und nennt Genauigkeit, Trefferquote, F1 und IoU nach Fläche, im Ganzen und je Teilgebiet. Die Tabelle steht im Protokoll, alle Zahlen stehen in der Datei.</translation>
    </message>
    <message>
      <source>The outlines to judge: candidates (removed ones are left out) or rock glaciers.</source>
      <translation>Die zu beurteilenden Umrisse: Kandidaten (entfernte zählen nicht) oder Blockgletscher.</translation>
    </message>
    <message>
      <source>The outlines that are taken as true, for example those of an expert.</source>
      <translation>Die Umrisse, die als wahr gelten, zum Beispiel die einer Fachperson.</translation>
    </message>
    <message>
      <source>Polygons with a field NAME. With them the table has a row for each.</source>
      <translation>Polygone mit einem Feld NAME. Die Tabelle hat dann für jedes eine Zeile.</translation>
    </message>
    <message>
      <source>Only what lies inside these polygons is judged. Empty: everything.</source>
      <translation>Nur was in diesen Polygonen liegt, wird beurteilt. Leer: alles.</translation>
    </message>
    <message>
      <source>From this intersection over union on, an outline and a reference count as the same landform.</source>
      <translation>Ab diesem Verhältnis von Schnitt- zu Vereinigungsfläche gelten ein Umriss und eine Referenz als dieselbe Form.</translation>
    </message>
    <message>
      <source>All numbers, those of single polygons included, as JSON. The table is written beside it as text.</source>
      <translation>Alle Zahlen als JSON, auch die der einzelnen Polygone. Die Tabelle steht als Text daneben.</translation>
    </message>
    <message>
      <source>accuracy,precision,recall,F1,IoU,validation</source>
      <translation>Genauigkeit,Trefferquote,F1,IoU,Validierung</translation>
    </message>
    <message>
      <source>Outlines</source>
      <translation>Umrisse</translation>
    </message>
    <message>
      <source>Reference outlines</source>
      <translation>Referenzumrisse</translation>
    </message>
    <message>
      <source>Smallest IoU of a match</source>
      <translation>Kleinste IoU einer Übereinstimmung</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>JSON files (*.json)</source>
      <translation>JSON-Dateien (*.json)</translation>
    </message>
    <message>
      <source>The layer '{}' is a basemap of the kind '{}' that QGIS draws from the web; searching it directly is not there yet, so save it as a GeoTIFF first (layer menu, Export, Save as, rendered image).</source>
      <translation>Der Layer „{}“ ist eine Hintergrundkarte der Art „{}“, die QGIS aus dem Netz zeichnet; sie direkt abzusuchen geht noch nicht, speichern Sie sie also zuerst als GeoTIFF (Layermenü, Export, Speichern als, Gerendertes Bild).</translation>
    </message>
    <message>
      <source>The layer '{}' could not be read by GDAL.</source>
      <translation>GDAL konnte den Layer „{}“ nicht lesen.</translation>
    </message>
    <message>
      <source>Outline candidates</source>
      <translation>Kandidaten umreißen</translation>
    </message>
    <message>
      <source>Outlines the candidates in a probability raster, for example to try another threshold without running the network again. Outlines follow pixel edges and are smoothed within a tolerance.</source>
      <translation>Umreißt die Kandidaten in einem Wahrscheinlichkeitsraster, zum Beispiel um einen anderen Schwellenwert zu versuchen, ohne das Netz noch einmal laufen zu lassen. Die Umrisse folgen den Pixelkanten und werden innerhalb einer Toleranz geglättet.</translation>
    </message>
    <message>
      <source>A probability raster that 'Detect rock glaciers' wrote, or any raster of values 0 to 1.</source>
      <translation>Ein Wahrscheinlichkeitsraster von „Blockgletscher erkennen“ oder irgendein Raster mit Werten von 0 bis 1.</translation>
    </message>
    <message>
      <source>probability,threshold,outlines,candidates,raster to vector</source>
      <translation>Wahrscheinlichkeit,Schwellenwert,Umrisse,Kandidaten,Raster zu Vektor</translation>
    </message>
    <message>
      <source>Nothing would be kept: choose a layer or an inventory.</source>
      <translation>Nichts bliebe erhalten: bitte einen Layer oder ein Inventar wählen.</translation>
    </message>
    <message>
      <source>Rock glacier inventory</source>
      <translation>Blockgletscherinventar</translation>
    </message>
    <message>
      <source>{} The result is kept in {} until QGIS is closed.</source>
      <translation>{} Das Ergebnis liegt in {}, bis QGIS geschlossen wird.</translation>
    </message>
    <message>
      <source>Scene to inventory</source>
      <translation>Vom Bild zum Inventar</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Prüfen</translation>
    </message>
    <message>
      <source>Engine's Python</source>
      <translation>Python des Rechenkerns</translation>
    </message>
    <message>
      <source>Folder of your own models</source>
      <translation>Ordner mit eigenen Modellen</translation>
    </message>
    <message>
      <source>Build the engine with</source>
      <translation>Rechenkern anlegen mit</translation>
    </message>
    <message>
      <source>The networks and the numbers run in a Python environment of their own, the engine, so that they cannot disturb QGIS. It takes about 6 GB and is built once: copy the command below into a terminal. Leave the paths empty to have them found.</source>
      <translation>Netze und Zahlen laufen in einer eigenen Python-Umgebung, dem Rechenkern, damit sie QGIS nicht stören. Er braucht etwa 6 GB und wird einmal angelegt: den Befehl unten in ein Terminal kopieren. Leere Pfade werden von selbst gefunden.</translation>
    </message>
    <message>
      <source>Checking ...</source>
      <translation>Wird geprüft ...</translation>
    </message>
    <message>
      <source>The engine works: {}
Models: {}</source>
      <translation>Der Rechenkern arbeitet: {}
Modelle: {}</translation>
    </message>
  </context>
</TS>

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
      <source>Detection</source>
      <translation>Erkennung</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>Training</translation>
    </message>
    <message>
      <source>Terrain</source>
      <translation>Gelände</translation>
    </message>
    <message>
      <source>Validation</source>
      <translation>Validierung</translation>
    </message>
    <message>
      <source>Lowest probability (0 to 1) that counts as rock glacier.</source>
      <translation>Kleinste Wahrscheinlichkeit (0 bis 1), die als Blockgletscher zählt.</translation>
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
      <source>Smaller candidates are left out. True ground area; inventories commonly use 10 000 m² (0.01 km²).</source>
      <translation>Kleinere Kandidaten entfallen. Wahre Fläche am Boden; üblich sind in Inventaren 10 000 m² (0,01 km²).</translation>
    </message>
    <message>
      <source>Fill holes up to (m²)</source>
      <translation>Löcher füllen bis (m²)</translation>
    </message>
    <message>
      <source>Holes smaller than this are filled. Empty: as the smallest area.</source>
      <translation>Kleinere Löcher werden gefüllt. Leer: wie die kleinste Fläche.</translation>
    </message>
    <message>
      <source>Replace what nobody has decided on</source>
      <translation>Ersetzen, worüber niemand entschieden hat</translation>
    </message>
    <message>
      <source>Candidates of the inventory on the searched ground that nobody has decided on or commented are replaced, whichever model found them; else only those of the same model. The journal keeps them.</source>
      <translation>Kandidaten des Inventars auf dem abgesuchten Gelände, über die niemand entschieden und die niemand kommentiert hat, werden ersetzt, gleich welches Modell sie fand; ohne diesen Haken nur die desselben Modells. Das Journal bewahrt sie auf.</translation>
    </message>
    <message>
      <source>The candidates as a layer, with mean and highest probability and area of each. Where an inventory gets them, a temporary layer would only double them on the map: it is left out, and the inventory's own layer is opened. Choose a file to have them there too.</source>
      <translation>Die Kandidaten als Layer, jeder mit mittlerer und höchster Wahrscheinlichkeit und Fläche. Wo ein Inventar sie bekommt, stünden sie mit einem temporären Layer nur doppelt auf der Karte: Er entfällt, und der Layer des Inventars wird geöffnet. Wählen Sie eine Datei, um sie auch dort zu haben.</translation>
    </message>
    <message>
      <source>Empty: the one on the model's card.</source>
      <translation>Leer: die von der Modellkarte.</translation>
    </message>
    <message>
      <source>Smoothing (m)</source>
      <translation>Glättung (m)</translation>
    </message>
    <message>
      <source>An outline may move by at most so much when its pixel steps are smoothed. Empty: one pixel.</source>
      <translation>Um höchstens so viel darf sich ein Umriss verschieben, wenn seine Pixelstufen geglättet werden. Leer: ein Pixel.</translation>
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
      <source>The candidates are in the inventory, whose layer shows them; no temporary layer is made beside it. Choose a file to have them there too.</source>
      <translation>Die Kandidaten sind im Inventar, dessen Layer sie zeigt; daneben entsteht kein temporärer Layer. Wählen Sie eine Datei, um sie auch dort zu haben.</translation>
    </message>
    <message>
      <source>The engine is not set up yet: press Set up under Settings, Options, Rock glacier inventory (a few minutes, no terminal).</source>
      <translation>Die Engine ist noch nicht eingerichtet: Drücken Sie Einrichten unter Einstellungen, Optionen, Blockgletscherinventar (wenige Minuten, kein Terminal).</translation>
    </message>
    <message>
      <source>Set up the engine…</source>
      <translation>Engine einrichten…</translation>
    </message>
    <message>
      <source>The engine's Python {} does not exist; choose another under Settings, Options, Rock glacier inventory.</source>
      <translation>Das Python {} der Engine gibt es nicht; wählen Sie ein anderes unter Einstellungen, Optionen, Blockgletscherinventar.</translation>
    </message>
    <message>
      <source>The engine was ended from outside or crashed (often: out of memory); no output is cut short.</source>
      <translation>Die Engine wurde von außen beendet oder ist abgestürzt (oft: zu wenig Speicher); keine halb geschriebene Ausgabe blieb zurück.</translation>
    </message>
    <message>
      <source>The engine did not understand its options; plugin and engine do not fit together.</source>
      <translation>Die Engine hat ihre Optionen nicht verstanden; Erweiterung und Engine passen nicht zusammen.</translation>
    </message>
    <message>
      <source>The engine's Python {} could not be started; choose another in the plugin's settings.</source>
      <translation>Das Python {} der Engine ließ sich nicht starten; wählen Sie in den Einstellungen der Erweiterung ein anderes.</translation>
    </message>
    <message>
      <source>The log panel ('{}') has the details.</source>
      <translation>Einzelheiten stehen im Protokollfenster („{}“).</translation>
    </message>
    <message>
      <source>The engine stopped with exit code {} and said nothing more.</source>
      <translation>Die Engine endete mit dem Code {} und sagte sonst nichts.</translation>
    </message>
    <message>
      <source>The layer '{}' is of the kind '{}', which QGIS draws from the web; a raster file is needed here. 'Capture basemap' makes a GeoTIFF of it.</source>
      <translation>Der Layer '{}' ist von der Art '{}', die QGIS aus dem Netz zeichnet; hier wird eine Rasterdatei gebraucht. 'Hintergrundkarte aufnehmen' macht ein GeoTIFF daraus.</translation>
    </message>
    <message>
      <source>The layer '{}' could not be read by GDAL.</source>
      <translation>GDAL konnte den Layer „{}“ nicht lesen.</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>Alle Dateien</translation>
    </message>
    <message>
      <source>as it is found</source>
      <translation>wie es gefunden wird</translation>
    </message>
    <message>
      <source>from no field</source>
      <translation>aus keinem Feld</translation>
    </message>
    <message>
      <source>Each field of the inventory, and the field of the layer that it is taken from:</source>
      <translation>Jedes Feld des Inventars und das Feld des Layers, aus dem es kommt:</translation>
    </message>
    <message>
      <source>Fields of {}</source>
      <translation>Felder von {}</translation>
    </message>
    <message>
      <source>Choose for each field of the inventory a field of the outlines</source>
      <translation>Für jedes Feld des Inventars ein Feld der Umrisse wählen</translation>
    </message>
    <message>
      <source>Choose one layer or file of outlines first; for many files write the fields, as ID=Nr;MAPPER=Author.</source>
      <translation>Zuerst einen Layer oder eine Datei mit Umrissen wählen; für viele Dateien die Felder schreiben, wie ID=Nr;MAPPER=Author.</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>Felder</translation>
    </message>
    <message>
      <source>A file that is there, or the name of a new one</source>
      <translation>Eine Datei, die da ist, oder der Name einer neuen</translation>
    </message>
    <message>
      <source>{} - finds {} ({})</source>
      <translation>{} - findet {} ({})</translation>
    </message>
    <message>
      <source>rock glacier</source>
      <translation>Blockgletscher</translation>
    </message>
    <message>
      <source>Model cards (*.json)</source>
      <translation>Modellkarten (*.json)</translation>
    </message>
    <message>
      <source>Choose the card (.json) of a model that is elsewhere</source>
      <translation>Die Karte (.json) eines Modells wählen, das anderswo liegt</translation>
    </message>
    <message>
      <source>Choose a model card</source>
      <translation>Eine Modellkarte wählen</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keines</translation>
    </message>
    <message>
      <source>The layer '{}' holds no polygons.</source>
      <translation>Der Layer '{}' enthält keine Polygone.</translation>
    </message>
    <message>
      <source>The layer '{}' could not be read.</source>
      <translation>Der Layer '{}' ließ sich nicht lesen.</translation>
    </message>
    <message>
      <source>The layer '{}' is no raster.</source>
      <translation>Der Layer '{}' ist kein Raster.</translation>
    </message>
    <message>
      <source>{} The result is kept in {} until QGIS is closed.</source>
      <translation>{} Das Ergebnis liegt in {}, bis QGIS geschlossen wird.</translation>
    </message>
    <message>
      <source>Rasters, NetCDF and archives</source>
      <translation>Raster, NetCDF und Archive</translation>
    </message>
    <message>
      <source>Vector files and archives</source>
      <translation>Vektordateien und Archive</translation>
    </message>
    <message>
      <source>Choose a file, or several at once; a folder by the arrow beside</source>
      <translation>Eine Datei wählen oder mehrere zugleich; einen Ordner mit dem Pfeil daneben</translation>
    </message>
    <message>
      <source>Files…</source>
      <translation>Dateien…</translation>
    </message>
    <message>
      <source>Folder…</source>
      <translation>Ordner…</translation>
    </message>
    <message>
      <source>{}: choose files or a folder</source>
      <translation>{}: Dateien oder einen Ordner wählen</translation>
    </message>
    <message>
      <source>Many files are one source: chosen together, a folder, a pattern, or names with ; between.</source>
      <translation>Viele Dateien sind eine Quelle: zusammen gewählt, ein Ordner, ein Muster oder Namen mit ; dazwischen.</translation>
    </message>
    <message>
      <source>Empty: as the inventory remembers.</source>
      <translation>Leer: wie im Inventar gemerkt.</translation>
    </message>
    <message>
      <source>Raster of classes or of a probability, or polygons with a field EXTENT. Fills PERMAFROST with the zone of most of an outline's area.</source>
      <translation>Raster mit Klassen oder einer Wahrscheinlichkeit, oder Polygone mit einem Feld EXTENT. Füllt PERMAFROST mit der Zone, in der der größte Teil des Umrisses liegt.</translation>
    </message>
    <message>
      <source>Raster of the index of Gruber (2012), from 0 to 1. Fills PZI.</source>
      <translation>Raster des Index von Gruber (2012), von 0 bis 1. Füllt PZI.</translation>
    </message>
    <message>
      <source>Name of the variable, the number of a band or the name of a layer, where the file has several.</source>
      <translation>Name der Variablen, Nummer des Bandes oder Name des Layers, wo die Datei mehrere hat.</translation>
    </message>
    <message>
      <source>Elevation of the climate model</source>
      <translation>Höhe des Klimamodells</translation>
    </message>
    <message>
      <source>Way to take climate values</source>
      <translation>Art, Klimawerte zu nehmen</translation>
    </message>
    <message>
      <source>mean: of the cells inside an outline, weighted by their share. marker: at the primary marker, between the four cells around it. auto, the usual way: mean where cells are smaller than the outline, marker where they are larger.</source>
      <translation>mean: Mittel der Zellen im Umriss, gewichtet mit ihrem Anteil. marker: am Marker, zwischen den vier Zellen um ihn herum. auto, der übliche Weg: mean, wo Zellen kleiner sind als der Umriss, marker, wo sie größer sind.</translation>
    </message>
    <message>
      <source>Permafrost zones</source>
      <translation>Permafrostzonen</translation>
    </message>
    <message>
      <source>Permafrost zonation index</source>
      <translation>Permafrost-Zonierungsindex</translation>
    </message>
    <message>
      <source>The climate model's own elevation or geopotential, for the lapse rate. Empty: as the inventory remembers, else that in the file of air temperature.</source>
      <translation>Höhe oder Geopotential des Klimamodells, für den Temperaturgradienten. Leer: wie im Inventar gemerkt, sonst die in der Datei der Lufttemperatur.</translation>
    </message>
    <message>
      <source>Remember these sources</source>
      <translation>Diese Quellen merken</translation>
    </message>
    <message>
      <source>Keeps the files chosen here, and how they are read, in the inventory: for the next time, and for the dock, which then fills the attributes of every outline that you draw.</source>
      <translation>Merkt im Inventar die hier gewählten Dateien und wie sie gelesen werden: für das nächste Mal und für das Andockfenster, das dann die Attribute jedes gezeichneten Umrisses füllt.</translation>
    </message>
    <message>
      <source>Air temperature</source>
      <translation>Lufttemperatur</translation>
    </message>
    <message>
      <source>Raster or NetCDF file of the air temperature, also a time series: months are averaged to years. Kelvin is recognised. Fills MAAT. Empty: as the inventory remembers.</source>
      <translation>Raster oder NetCDF-Datei der Lufttemperatur, auch eine Zeitreihe: Monate werden zu Jahren gemittelt. Kelvin wird erkannt. Füllt MAAT. Leer: wie vom Inventar gemerkt.</translation>
    </message>
    <message>
      <source>Ground temperature</source>
      <translation>Bodentemperatur</translation>
    </message>
    <message>
      <source>Raster or NetCDF file of the ground temperature. Fills MAGT. Empty: as the inventory remembers.</source>
      <translation>Raster oder NetCDF-Datei der Bodentemperatur. Füllt MAGT. Leer: wie vom Inventar gemerkt.</translation>
    </message>
    <message>
      <source>Precipitation</source>
      <translation>Niederschlag</translation>
    </message>
    <message>
      <source>Raster or NetCDF file of the precipitation, also a time series: it is summed to a mean annual total. Fills AP. Empty: as the inventory remembers.</source>
      <translation>Raster oder NetCDF-Datei des Niederschlags, auch eine Zeitreihe: sie wird zur mittleren Jahressumme addiert. Füllt AP. Leer: wie vom Inventar gemerkt.</translation>
    </message>
    <message>
      <source>What the codes of a raster mean, where it does not say so itself, such as 1=continuous,2=discontinuous,3=sporadic,4=isolated,0=none; for polygons also outside=none.</source>
      <translation>Was die Codes eines Rasters bedeuten, wo es das nicht selbst sagt, etwa 1=continuous,2=discontinuous,3=sporadic,4=isolated,0=none; bei Polygonen auch outside=none.</translation>
    </message>
    <message>
      <source>Lapse rate of air temperature (K per km)</source>
      <translation>Höhengradient der Lufttemperatur (K je km)</translation>
    </message>
    <message>
      <source>Corrects air temperature from the elevation of the climate model's cell to the landform's own mean elevation. Positive: colder upwards, such as 6.5. Empty: as the inventory remembers, else none.</source>
      <translation>Rechnet die Lufttemperatur von der Höhe der Zelle des Klimamodells auf die mittlere Höhe der Landform um. Positiv: nach oben kälter, etwa 6.5. Leer: wie im Inventar gemerkt, sonst keiner.</translation>
    </message>
    <message>
      <source>Name of the variable in a NetCDF file that holds several, or the number of a band.</source>
      <translation>Name der Variable in einer NetCDF-Datei, die mehrere enthält, oder die Nummer eines Bandes.</translation>
    </message>
    <message>
      <source>Radiation: without air pressure</source>
      <translation>Einstrahlung: ohne Luftdruck</translation>
    </message>
    <message>
      <source>Leave out the correction of the air mass by the air pressure at the cell's elevation, as ports do.</source>
      <translation>Lässt die Korrektur der Luftmasse mit dem Luftdruck in der Höhe der Zelle weg, wie es Nachbauten tun.</translation>
    </message>
    <message>
      <source>Radiation: diffuse term</source>
      <translation>Einstrahlung: diffuser Anteil</translation>
    </message>
    <message>
      <source>published: with cos²(slope/2). port: with cos²(slope)/2, as some programs have it.</source>
      <translation>published: mit cos²(Neigung/2). port: mit cos²(Neigung)/2, wie manche Programme es haben.</translation>
    </message>
    <message>
      <source>Radiation: albedo</source>
      <translation>Einstrahlung: Albedo</translation>
    </message>
    <message>
      <source>Albedo of the surroundings, for the reflected part. Empty: 0.2.</source>
      <translation>Albedo der Umgebung, für den reflektierten Anteil. Leer: 0,2.</translation>
    </message>
    <message>
      <source>Radiation: time step (minutes)</source>
      <translation>Einstrahlung: Zeitschritt (Minuten)</translation>
    </message>
    <message>
      <source>Longest time between two positions of the sun. Empty: 30 minutes.</source>
      <translation>Längste Zeit zwischen zwei Sonnenständen. Leer: 30 Minuten.</translation>
    </message>
    <message>
      <source>Radiation: days of the year</source>
      <translation>Einstrahlung: Tage des Jahres</translation>
    </message>
    <message>
      <source>First and last day that are summed, such as 152-243 for the summer. Empty: the whole year.</source>
      <translation>Erster und letzter Tag der Summe, etwa 152-243 für den Sommer. Leer: das ganze Jahr.</translation>
    </message>
    <message>
      <source>Radiation: distance of the horizon (m)</source>
      <translation>Einstrahlung: Entfernung des Horizonts (m)</translation>
    </message>
    <message>
      <source>How far away terrain can throw shade. Empty: 30 000 m.</source>
      <translation>Aus welcher Entfernung Gelände Schatten werfen kann. Leer: 30 000 m.</translation>
    </message>
    <message>
      <source>A layer that exists only in QGIS, or with another coordinate system than its file, cannot be remembered; save it as a file and choose that, or do not remember the sources.</source>
      <translation>Ein Layer, den es nur in QGIS oder nur dort mit diesem Koordinatensystem gibt, kann nicht gemerkt werden; speichern Sie ihn als Datei und wählen Sie diese, oder merken Sie die Quellen nicht.</translation>
    </message>
    <message>
      <source>First and last year that are averaged, such as 1981-2010. Empty: all years of the file.</source>
      <translation>Erstes und letztes Jahr der Mittelung, etwa 1981-2010. Leer: alle Jahre der Datei.</translation>
    </message>
    <message>
      <source>{}: unit</source>
      <translation>{}: Einheit</translation>
    </message>
    <message>
      <source>Unit of the values, such as {}, only where the file names none or a wrong one.</source>
      <translation>Einheit der Werte, etwa {}, nur wenn die Datei keine oder eine falsche nennt.</translation>
    </message>
    <message>
      <source>{}: classes</source>
      <translation>{}: Klassen</translation>
    </message>
    <message>
      <source>{}: variable</source>
      <translation>{}: Variable</translation>
    </message>
    <message>
      <source>{}: years</source>
      <translation>{}: Jahre</translation>
    </message>
    <message>
      <source>Many…</source>
      <translation>Viele…</translation>
    </message>
    <message>
      <source>Choose several files that are one source; a folder by the arrow beside</source>
      <translation>Mehrere Dateien wählen, die eine Quelle sind; einen Ordner mit dem Pfeil daneben</translation>
    </message>
    <message>
      <source>The folder that 'Make training data' made.</source>
      <translation>Der Ordner, den 'Trainingsdaten erstellen' angelegt hat.</translation>
    </message>
    <message>
      <source>A model card's name: training then takes fewer outlines and less time. Its network is taken, too. Empty: random weights.</source>
      <translation>Name einer Modellkarte: Das Training braucht dann weniger Umrisse und weniger Zeit. Auch ihr Netz wird übernommen. Leer: zufällige Gewichte.</translation>
    </message>
    <message>
      <source>Instead of a model card: a file of weights (safetensors, or a state_dict of PyTorch).</source>
      <translation>Statt einer Modellkarte: eine Datei mit Gewichten (safetensors oder ein state_dict von PyTorch).</translation>
    </message>
    <message>
      <source>Train on all folds</source>
      <translation>Auf allen Teilen trainieren</translation>
    </message>
    <message>
      <source>Trains one network for each fold, judges each by the fold that it never saw, and keeps all as one model: better, and as many times as long. Else one network is trained on one side and judged by the other.</source>
      <translation>Trainiert für jeden Teil ein Netz, beurteilt jedes an dem Teil, den es nie gesehen hat, und behält alle als ein Modell: besser, und entsprechend viele Male so lang. Ohne diesen Haken wird ein Netz auf der einen Seite trainiert und an der anderen beurteilt.</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>Optimiser steps of each network. Empty: by the amount of training data.</source>
      <translation>Optimierungsschritte jedes Netzes. Leer: nach der Menge der Trainingsdaten.</translation>
    </message>
    <message>
      <source>Encoder</source>
      <translation>Encoder</translation>
    </message>
    <message>
      <source>Of segmentation-models-pytorch (tu- before those of timm). Empty: that of the model to start from, else tu-xception71 as in the method, which wants a graphics card. Others can be written into a plan.</source>
      <translation>Von segmentation-models-pytorch (tu- vor denen von timm). Leer: der des Modells, von dem ausgegangen wird, sonst tu-xception71 wie in der Methode, der eine Grafikkarte verlangt. Andere lassen sich in einen Plan schreiben.</translation>
    </message>
    <message>
      <source>Training data</source>
      <translation>Trainingsdaten</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>Ausgehen von</translation>
    </message>
    <message>
      <source>Start from a file</source>
      <translation>Ausgehen von einer Datei</translation>
    </message>
    <message>
      <source>Architecture</source>
      <translation>Architektur</translation>
    </message>
    <message>
      <source>Empty: that of the model to start from, else DeepLabv3+.</source>
      <translation>Leer: die des Modells, von dem ausgegangen wird, sonst DeepLabv3+.</translation>
    </message>
    <message>
      <source>Windows a step</source>
      <translation>Fenster je Schritt</translation>
    </message>
    <message>
      <source>What does not fit into memory goes through in parts.</source>
      <translation>Was nicht in den Speicher passt, wird in Teilen gerechnet.</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Where to compute: cuda (NVIDIA), mps (Apple), cpu, or auto for the fastest.</source>
      <translation>Worauf gerechnet wird: cuda (NVIDIA), mps (Apple), cpu, oder auto für das Schnellste.</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Startwert</translation>
    </message>
    <message>
      <source>Another number gives another training of the same kind.</source>
      <translation>Eine andere Zahl gibt ein anderes Training derselben Art.</translation>
    </message>
    <message>
      <source>Capture basemap</source>
      <translation>Hintergrundkarte aufnehmen</translation>
    </message>
    <message>
      <source>xyz,wmts,wms,tiles,basemap,screenshot,save as image,offline,satellite</source>
      <translation>xyz,wmts,wms,Kacheln,Hintergrundkarte,Bildschirmfoto,als Bild speichern,offline,Satellit</translation>
    </message>
    <message>
      <source>Turns any map layer, or the visible map, into a GeoTIFF at a true ground resolution. Every tile is checked: what is missing, blank or a placeholder becomes 'no data' and is listed, and is never taken for landscape. Tiles are cached, so a second run fetches nothing.</source>
      <translation>Macht aus einem beliebigen Kartenlayer oder der sichtbaren Karte ein GeoTIFF mit wahrer Bodenauflösung. Jede Kachel wird geprüft: Was fehlt, leer oder ein Platzhalter ist, wird 'ohne Daten' und aufgelistet und nie für Landschaft gehalten. Kacheln werden zwischengespeichert, so dass ein zweiter Lauf nichts mehr holt.</translation>
    </message>
    <message>
      <source>Tell how many tiles, megabytes and minutes it would take, and fetch nothing.</source>
      <translation>Sagen, wie viele Kacheln, Megabyte und Minuten es bräuchte, und nichts holen.</translation>
    </message>
    <message>
      <source>GeoTIFF with red, green, blue and a mask of what is known.</source>
      <translation>GeoTIFF mit Rot, Grün, Blau und einer Maske dessen, was bekannt ist.</translation>
    </message>
    <message>
      <source>The layer to capture: a basemap (XYZ, WMTS, WMS), or any raster or vector layer as it is drawn. Empty: the map as it is seen, all visible layers in their order.</source>
      <translation>Der Layer, der aufgenommen wird: eine Hintergrundkarte (XYZ, WMTS, WMS) oder ein beliebiger Raster- oder Vektorlayer, wie er gezeichnet wird. Leer: die Karte, wie man sie sieht, alle sichtbaren Layer in ihrer Reihenfolge.</translation>
    </message>
    <message>
      <source>What to capture; the button beside it takes the view of the map canvas. Empty: around the polygons, or the whole layer.</source>
      <translation>Was aufgenommen wird; die Schaltfläche daneben nimmt die Kartenansicht. Leer: um die Polygone herum oder der ganze Layer.</translation>
    </message>
    <message>
      <source>Area</source>
      <translation>Gebiet</translation>
    </message>
    <message>
      <source>Capture only tiles that touch these polygons. Empty: the whole extent.</source>
      <translation>Nur Kacheln aufnehmen, die diese Polygone berühren. Leer: die ganze Ausdehnung.</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Take the ground resolution that this model was trained at.</source>
      <translation>Die Bodenauflösung nehmen, mit der dieses Modell trainiert wurde.</translation>
    </message>
    <message>
      <source>Coordinate system of the image. Empty: the layer's own; where its scale changes by more than 0.5 % inside the extent, a UTM zone or a conformal conic projection that keeps it.</source>
      <translation>Koordinatensystem des Bildes. Leer: das des Layers; wo sich dessen Maßstab innerhalb der Ausdehnung um mehr als 0,5 % ändert, eine UTM-Zone oder eine winkeltreue Kegelprojektion, die ihn hält.</translation>
    </message>
    <message>
      <source>Only estimate</source>
      <translation>Nur schätzen</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Tiles</source>
      <translation>Kacheln</translation>
    </message>
    <message>
      <source>Number of gaps</source>
      <translation>Zahl der Lücken</translation>
    </message>
    <message>
      <source>Tiles from the cache</source>
      <translation>Kacheln aus dem Zwischenspeicher</translation>
    </message>
    <message>
      <source>Requests</source>
      <translation>Anfragen</translation>
    </message>
    <message>
      <source>Megabytes, estimated</source>
      <translation>Megabyte, geschätzt</translation>
    </message>
    <message>
      <source>Minutes, estimated</source>
      <translation>Minuten, geschätzt</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>Layer</translation>
    </message>
    <message>
      <source>Extent</source>
      <translation>Ausdehnung</translation>
    </message>
    <message>
      <source>Ground resolution (m)</source>
      <translation>Bodenauflösung (m)</translation>
    </message>
    <message>
      <source>Coordinate system</source>
      <translation>Koordinatensystem</translation>
    </message>
    <message>
      <source>The image is a GeoTIFF; give it a name that ends with .tif.</source>
      <translation>Das Bild ist ein GeoTIFF; geben Sie ihm einen Namen, der mit .tif endet.</translation>
    </message>
    <message>
      <source>The layer to capture could not be opened.</source>
      <translation>Der Layer, der aufgenommen werden soll, ließ sich nicht öffnen.</translation>
    </message>
    <message>
      <source>Size of a pixel in true metres on the ground, at every latitude. Empty: that of the model below, or {} m.</source>
      <translation>Größe eines Pixels in wahren Metern am Boden, in jeder Breite. Leer: die des Modells darunter, oder {} m.</translation>
    </message>
    <message>
      <source>The map shows no layer; switch one on, or choose a layer.</source>
      <translation>Die Karte zeigt keinen Layer; schalten Sie einen ein, oder wählen Sie einen Layer.</translation>
    </message>
    <message>
      <source>{:,} tiles from the cache, {:,} requests to the server.</source>
      <translation>{:,} Kacheln aus dem Zwischenspeicher, {:,} Anfragen an den Server.</translation>
    </message>
    <message>
      <source>Detect rock glaciers</source>
      <translation>Blockgletscher erkennen</translation>
    </message>
    <message>
      <source>deep learning,neural network,segmentation,candidates,satellite,permafrost</source>
      <translation>Deep Learning,neuronales Netz,Segmentierung,Kandidaten,Satellit,Permafrost</translation>
    </message>
    <message>
      <source>Runs a neural network over an image, tile by tile, and outlines what it finds as candidates. It works on the graphics card where there is one and on the processor otherwise. Give an inventory to add the candidates to it, a layer to look at them first, or both.</source>
      <translation>Lässt ein neuronales Netz Kachel für Kachel über ein Bild laufen und umreißt, was es findet, als Kandidaten. Es rechnet auf der Grafikkarte, wo es eine gibt, sonst auf dem Prozessor. Ein Inventar nimmt die Kandidaten auf, ein Layer zeigt sie erst einmal; beides zugleich geht auch.</translation>
    </message>
    <message>
      <source>A raster of the same ground, of another date: it fills what is without data, clouded or shaded in the first, in the first's colours. Of any coordinate system and resolution.</source>
      <translation>Ein Raster desselben Geländes von einem anderen Datum: Es füllt, was im ersten ohne Daten, bewölkt oder beschattet ist, in den Farben des ersten. In beliebigem Koordinatensystem und beliebiger Auflösung.</translation>
    </message>
    <message>
      <source>Elevations for the next two limits, of any coordinate system and resolution (10 to 90 m serve best). What lies outside costs nothing; where it has no data, everything is searched. A model that reads the ground beside the image needs them, too, and finds nothing where they end.</source>
      <translation>Höhen für die nächsten beiden Grenzen, in beliebigem Koordinatensystem und beliebiger Auflösung (am besten 10 bis 90 m). Was außerhalb liegt, kostet nichts; wo es keine Daten hat, wird alles durchsucht. Auch ein Modell, das neben dem Bild das Gelände liest, braucht sie und findet nichts, wo sie enden.</translation>
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
      <source>How far the networks of the model disagree: the standard deviation of their probabilities, as a GeoTIFF. Only for a model of several networks, as training on all folds makes.</source>
      <translation>Wie weit die Netze des Modells sich uneinig sind: die Standardabweichung ihrer Wahrscheinlichkeiten, als GeoTIFF. Nur für ein Modell aus mehreren Netzen, wie es das Training auf allen Teilen ergibt.</translation>
    </message>
    <message>
      <source>The image to search: a raster file with red, green and blue as its first bands and a coordinate system, resampled on the fly to the ground resolution the model was trained at; or a basemap from the web (XYZ, WMTS, WMS), of which the extent below is captured first.</source>
      <translation>Das Bild, das durchsucht wird: eine Rasterdatei mit Rot, Grün und Blau als ersten Kanälen und einem Koordinatensystem, die im Vorbeigehen auf die Bodenauflösung gebracht wird, mit der das Modell trainiert wurde; oder eine Hintergrundkarte aus dem Netz (XYZ, WMTS, WMS), von der zuerst die Ausdehnung unten aufgenommen wird.</translation>
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
      <source>Second image</source>
      <translation>Zweites Bild</translation>
    </message>
    <message>
      <source>Elevation model</source>
      <translation>Höhenmodell</translation>
    </message>
    <message>
      <source>A folder for the finished parts of a long run. After a stop or a crash the same settings go on from there, with the same result. Empty: a run that is stopped starts anew.</source>
      <translation>Ein Ordner für die fertigen Teile eines langen Laufs. Nach einem Abbruch oder Absturz machen dieselben Einstellungen dort weiter, mit demselben Ergebnis. Leer: ein abgebrochener Lauf beginnt von vorn.</translation>
    </message>
    <message>
      <source>The elevation model is left out: the model {} reads none, and there is no limit by it.</source>
      <translation>Das Höhenmodell wird weggelassen: das Modell {} liest keines, und es gibt keine Grenze danach.</translation>
    </message>
    <message>
      <source>Probability</source>
      <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
      <source>Disagreement</source>
      <translation>Uneinigkeit</translation>
    </message>
    <message>
      <source>Elevations (m)</source>
      <translation>Höhen (m)</translation>
    </message>
    <message>
      <source>Search only these, lowest and highest: 4000,5500. One may be left out: 4000, or ,5500.</source>
      <translation>Nur diese durchsuchen, niedrigste und höchste: 4000,5500. Eine darf fehlen: 4000, oder ,5500.</translation>
    </message>
    <message>
      <source>Slopes (degrees)</source>
      <translation>Hangneigungen (Grad)</translation>
    </message>
    <message>
      <source>Search only these, gentlest and steepest: 5,40. One may be left out: ,40. Lakes are flat: 0.</source>
      <translation>Nur diese durchsuchen, flachste und steilste: 5,40. Eine darf fehlen: ,40. Seen sind eben: 0.</translation>
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
      <source>Library</source>
      <translation>Bibliothek</translation>
    </message>
    <message>
      <source>What runs the network: torch (PyTorch, on every device), openvino (OpenVINO, on processors, where it is installed), or auto for the faster one.</source>
      <translation>Was das Netz rechnet: torch (PyTorch, auf jedem Gerät), openvino (OpenVINO, auf Prozessoren, wo es installiert ist), oder auto für das Schnellere.</translation>
    </message>
    <message>
      <source>Number format</source>
      <translation>Zahlenformat</translation>
    </message>
    <message>
      <source>Number format of the network. auto takes a 16-bit format where that is faster.</source>
      <translation>Zahlenformat des Netzes. auto nimmt ein 16-Bit-Format, wo das schneller ist.</translation>
    </message>
    <message>
      <source>Mirrored and turned copies</source>
      <translation>Gespiegelte und gedrehte Kopien</translation>
    </message>
    <message>
      <source>Average over mirrored and turned copies of each tile: outlines hang less on where the search begins, and it takes eight times as long. auto: as the model says.</source>
      <translation>Über gespiegelte und gedrehte Kopien jeder Kachel mitteln: Umrisse hängen weniger davon ab, wo die Suche beginnt, und es dauert achtmal so lang. auto: wie das Modell es sagt.</translation>
    </message>
    <message>
      <source>Tiles at a time</source>
      <translation>Kacheln auf einmal</translation>
    </message>
    <message>
      <source>How many tiles go through the network at once. Empty: what fits into memory and is fast.</source>
      <translation>Wie viele Kacheln auf einmal durch das Netz gehen. Leer: was in den Speicher passt und schnell ist.</translation>
    </message>
    <message>
      <source>Ledger</source>
      <translation>Fortschrittsordner</translation>
    </message>
    <message>
      <source>Workers</source>
      <translation>Prozesse</translation>
    </message>
    <message>
      <source>Compute in so many processes at once, each with one thread and its own copy of the network. It pays with several graphics cards or many cores. Empty: one process that uses them all.</source>
      <translation>In so vielen Prozessen zugleich rechnen, jeder mit einem Thread und einer eigenen Kopie des Netzes. Es lohnt sich mit mehreren Grafikkarten oder vielen Kernen. Leer: ein Prozess, der alle nutzt.</translation>
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
      <source>The layer to search could not be opened.</source>
      <translation>Der Layer, der durchsucht werden soll, ließ sich nicht öffnen.</translation>
    </message>
    <message>
      <source>Outline candidates</source>
      <translation>Kandidaten umreißen</translation>
    </message>
    <message>
      <source>probability,threshold,outlines,candidates,raster to vector</source>
      <translation>Wahrscheinlichkeit,Schwellenwert,Umrisse,Kandidaten,Raster zu Vektor</translation>
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
      <source>Nothing would be kept: choose a layer or an inventory.</source>
      <translation>Nichts bliebe erhalten: bitte einen Layer oder ein Inventar wählen.</translation>
    </message>
    <message>
      <source>Scene to inventory</source>
      <translation>Vom Bild zum Inventar</translation>
    </message>
    <message>
      <source>Fill attributes</source>
      <translation>Attribute berechnen</translation>
    </message>
    <message>
      <source>elevation,slope,aspect,area,terrain,solar radiation,temperature,precipitation,climate,zonal statistics</source>
      <translation>Höhe,Neigung,Exposition,Fläche,Gelände,Sonneneinstrahlung,Temperatur,Niederschlag,Klima,Zonenstatistik</translation>
    </message>
    <message>
      <source>Fills the computed attributes of an inventory: place, area, elevation, slope, aspect, solar radiation, temperatures, precipitation and permafrost zone. It fills what there is a file for, chosen here or remembered by the inventory, of rock glaciers or of candidates. Areas and slopes are true ground measures in any coordinate system; pixels that an outline cuts count by their share inside. A stop keeps what is done.</source>
      <translation>Füllt die berechneten Attribute eines Inventars: Ort, Fläche, Höhe, Neigung, Exposition, Sonnenstrahlung, Temperaturen, Niederschlag und Permafrostzone. Gefüllt wird, wofür es eine Datei gibt, hier gewählt oder im Inventar gemerkt, bei Blockgletschern oder Kandidaten. Flächen und Neigungen sind wahre Maße am Boden in jedem Koordinatensystem; Pixel, die ein Umriss schneidet, zählen mit ihrem Anteil darin. Ein Abbruch behält, was fertig ist.</translation>
    </message>
    <message>
      <source>Elevations in metres, in any coordinate system; outlines that it does not cover are named. Empty: as the inventory remembers.</source>
      <translation>Höhen in Metern, in beliebigem Koordinatensystem; Umrisse, die es nicht abdeckt, werden genannt. Leer: wie vom Inventar gemerkt.</translation>
    </message>
    <message>
      <source>Polygons with a field NAME. Empty: the subregions in the inventory, if it has any.</source>
      <translation>Polygone mit einem Feld NAME. Leer: die Teilgebiete im Inventar, wenn es welche hat.</translation>
    </message>
    <message>
      <source>Outlines of glaciers, for candidates only. Empty: as the inventory remembers.</source>
      <translation>Umrisse von Gletschern, nur für Kandidaten. Leer: wie vom Inventar gemerkt.</translation>
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
      <source>Filled layer</source>
      <translation>Ausgefüllter Layer</translation>
    </message>
    <message>
      <source>Filled inventory</source>
      <translation>Ausgefülltes Inventar</translation>
    </message>
    <message>
      <source>Number of filled features</source>
      <translation>Anzahl gefüllter Objekte</translation>
    </message>
    <message>
      <source>Groups of attributes</source>
      <translation>Gruppen von Attributen</translation>
    </message>
    <message>
      <source>What to fill. Empty: every group that has a file. Solar radiation (from the elevation model) takes by far the longest; glaciers is the share of candidates inside glacier outlines.</source>
      <translation>Was gefüllt wird. Leer: jede Gruppe, für die es eine Datei gibt. Die Sonneneinstrahlung (aus dem Höhenmodell) dauert bei weitem am längsten; glaciers ist der Anteil der Kandidaten innerhalb von Gletscherumrissen.</translation>
    </message>
    <message>
      <source>Only stale or missing</source>
      <translation>Nur veraltete oder fehlende</translation>
    </message>
    <message>
      <source>Computes only features whose outline is newer than their attributes (STALE), and groups that are empty. Without it everything is computed anew, for example from a better elevation model.</source>
      <translation>Berechnet nur Objekte, deren Umriss neuer ist als ihre Attribute (STALE), und Gruppen, die leer sind. Ohne diesen Haken wird alles neu berechnet, etwa aus einem besseren Höhenmodell.</translation>
    </message>
    <message>
      <source>Subregions</source>
      <translation>Teilgebiete</translation>
    </message>
    <message>
      <source>Glacier outlines</source>
      <translation>Gletscherumrisse</translation>
    </message>
    <message>
      <source>Check inventory</source>
      <translation>Inventar prüfen</translation>
    </message>
    <message>
      <source>validate,schema,RGIK,TPRoGI,identifiers,overlaps,topology,units,encoding,quality</source>
      <translation>prüfen,validieren,Schema,RGIK,TPRoGI,Kennungen,Überlappungen,Topologie,Einheiten,Zeichensatz,Qualität</translation>
    </message>
    <message>
      <source>Checks an inventory, or a published file of anybody, against schema and guidelines. Identifiers, geometry, sizes, overlaps, markers, values and their units, texts, systems: each thing that is found is told with the rule it breaks and by whose word that stands. Nothing is changed, and an older inventory is read as it is.</source>
      <translation>Prüft ein Inventar oder eine veröffentlichte Datei von irgendwem gegen Schema und Richtlinien. Kennungen, Geometrie, Größen, Überlappungen, Marker, Werte und ihre Einheiten, Texte, Systeme: zu jedem Fund steht die Regel, die er verletzt, und wer sie aufgestellt hat. Nichts wird geändert, und ein älteres Inventar wird gelesen, wie es ist.</translation>
    </message>
    <message>
      <source>An inventory, outlines of rock glaciers, their primary markers, or both in layers of their own.</source>
      <translation>Ein Inventar, Umrisse von Blockgletschern, ihre Primärmarker oder beides in eigenen Layern.</translation>
    </message>
    <message>
      <source>Layers with a point and an outline for each thing that was found. The log tells all of it by rule.</source>
      <translation>Layer mit einem Punkt und einem Umriss zu jedem Fund. Das Protokoll nennt alles nach Regeln.</translation>
    </message>
    <message>
      <source>Inventory, or outlines and markers</source>
      <translation>Inventar, oder Umrisse und Marker</translation>
    </message>
    <message>
      <source>Layer of outlines</source>
      <translation>Layer der Umrisse</translation>
    </message>
    <message>
      <source>Its name, where a file has several.</source>
      <translation>Sein Name, wo eine Datei mehrere hat.</translation>
    </message>
    <message>
      <source>Layer of markers</source>
      <translation>Layer der Marker</translation>
    </message>
    <message>
      <source>Problems</source>
      <translation>Probleme</translation>
    </message>
    <message>
      <source>Number of problems</source>
      <translation>Anzahl der Probleme</translation>
    </message>
    <message>
      <source>Number of faults, which cannot be right</source>
      <translation>Anzahl der Fehler, die nicht richtig sein können</translation>
    </message>
    <message>
      <source>Number of doubts, which a person should look at</source>
      <translation>Anzahl der Zweifel, die jemand ansehen sollte</translation>
    </message>
    <message>
      <source>Number of hints</source>
      <translation>Anzahl der Hinweise</translation>
    </message>
    <message>
      <source>Outlines with problems</source>
      <translation>Umrisse mit Problemen</translation>
    </message>
    <message>
      <source>Create inventory</source>
      <translation>Inventar anlegen</translation>
    </message>
    <message>
      <source>new,geopackage,rock glacier,database</source>
      <translation>neu,GeoPackage,Blockgletscher,Datenbank</translation>
    </message>
    <message>
      <source>Makes a new, empty inventory. It is one GeoPackage that holds rock glaciers, candidates, primary markers, subregions, reviews, the record of every run and the journal of every change.</source>
      <translation>Legt ein neues, leeres Inventar an. Es ist ein GeoPackage mit Blockgletschern, Kandidaten, Primärmarkern, Teilgebieten, Durchsichten, dem Nachweis jedes Laufs und dem Protokoll jeder Änderung.</translation>
    </message>
    <message>
      <source>{} cannot be written ({}); nothing was left there, choose another folder.</source>
      <translation>{} kann nicht geschrieben werden ({}); es blieb nichts zurück, wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>Titel</translation>
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
      <source>The file to make. One that exists is not overwritten, and a temporary file is refused: an inventory holds work.</source>
      <translation>Die Datei, die angelegt wird. Eine vorhandene wird nicht überschrieben und eine temporäre abgelehnt: In einem Inventar steckt Arbeit.</translation>
    </message>
    <message>
      <source>GeoPackage files (*.gpkg)</source>
      <translation>GeoPackage-Dateien (*.gpkg)</translation>
    </message>
    <message>
      <source>A temporary file is gone when QGIS closes, and an inventory holds work: choose a file.</source>
      <translation>Eine temporäre Datei ist weg, wenn QGIS endet, und in einem Inventar steckt Arbeit: Wählen Sie eine Datei.</translation>
    </message>
    <message>
      <source>The coordinate system '{}' is not understood; give one such as EPSG:4326.</source>
      <translation>Das Koordinatensystem „{}“ wird nicht verstanden; geben Sie eines wie EPSG:4326 an.</translation>
    </message>
    <message>
      <source>The coordinate system '{}' tells no places on a map of the Earth; give one such as EPSG:4326.</source>
      <translation>Das Koordinatensystem „{}“ nennt keine Orte auf einer Karte der Erde; geben Sie eines wie EPSG:4326 an.</translation>
    </message>
    <message>
      <source>Export inventory</source>
      <translation>Inventar exportieren</translation>
    </message>
    <message>
      <source>TPRoGI,RGIK,ESA CCI,ROGI-CH,shapefile,GeoPackage,FlatGeobuf,publish,exchange,rock glacier</source>
      <translation>TPRoGI,RGIK,ESA CCI,ROGI-CH,Shapefile,GeoPackage,FlatGeobuf,veröffentlichen,Austausch,Blockgletscher</translation>
    </message>
    <message>
      <source>Writes an inventory with the names, units and codes of another community, and a README that lists every field. Only what is decided goes out: what is open is told, and you say what becomes of it. All files are written, or none, and what the other side has no field for is counted in the log.</source>
      <translation>Schreibt ein Inventar mit den Namen, Einheiten und Codes einer anderen Gemeinschaft, und eine README, die jedes Feld aufführt. Nur worüber entschieden ist, geht hinaus: Was offen ist, wird gesagt, und Sie sagen, was daraus wird. Alle Dateien werden geschrieben oder keine, und wofür die andere Seite kein Feld hat, zählt das Protokoll.</translation>
    </message>
    <message>
      <source>The inventory that goes out. It is only read.</source>
      <translation>Das Inventar, das hinausgeht. Es wird nur gelesen.</translation>
    </message>
    <message>
      <source>In the form of</source>
      <translation>In der Form von</translation>
    </message>
    <message>
      <source>tprogi: the published inventory of the Tibetan Plateau, two shapefiles. rgik: RGIK's template. rgik-released: RGIK as released by ESA CCI. rogi-ch: RGIK in Switzerland. global: the global inventory of 2026.</source>
      <translation>tprogi: das veröffentlichte Inventar des Tibetischen Plateaus, zwei Shapefiles. rgik: die Vorlage von RGIK. rgik-released: RGIK, wie von ESA CCI veröffentlicht. rogi-ch: RGIK in der Schweiz. global: das weltweite Inventar von 2026.</translation>
    </message>
    <message>
      <source>What is open</source>
      <translation>Was offen ist</translation>
    </message>
    <message>
      <source>Rock glaciers that are stale, judged no, disputed, doubled or without identifier, and candidates that are undecided. refuse: tells them and writes nothing. leave-out: writes the others. include: writes those rock glaciers too. Candidates never go out.</source>
      <translation>Blockgletscher, die veraltet, mit Nein beurteilt, umstritten, doppelt oder ohne Kennung sind, und Kandidaten, über die nicht entschieden ist. refuse: nennt sie und schreibt nichts. leave-out: schreibt die anderen. include: schreibt auch diese Blockgletscher. Kandidaten gehen nie hinaus.</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>What the files are called. Empty: as the inventory's file.</source>
      <translation>Wie die Dateien heißen. Leer: wie die Datei des Inventars.</translation>
    </message>
    <message>
      <source>Formats</source>
      <translation>Formate</translation>
    </message>
    <message>
      <source>Which files are written. None: all that are usual in this form.</source>
      <translation>Welche Dateien geschrieben werden. Keine: alle, die in dieser Form üblich sind.</translation>
    </message>
    <message>
      <source>A new or empty folder for the files. They appear when they are whole.</source>
      <translation>Ein neuer oder leerer Ordner für die Dateien. Sie erscheinen, wenn sie vollständig sind.</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>README</source>
      <translation>README</translation>
    </message>
    <message>
      <source>Number of outlines</source>
      <translation>Anzahl der Umrisse</translation>
    </message>
    <message>
      <source>Number of markers</source>
      <translation>Anzahl der Marker</translation>
    </message>
    <message>
      <source>Number of rock glaciers that are open</source>
      <translation>Anzahl der offenen Blockgletscher</translation>
    </message>
    <message>
      <source>Flag candidates on glaciers</source>
      <translation>Kandidaten auf Gletschern kennzeichnen</translation>
    </message>
    <message>
      <source>glacier,RGI,GLIMS,debris-covered glacier,overlap,GLAC_FRAC</source>
      <translation>Gletscher,RGI,GLIMS,schuttbedeckter Gletscher,Überlappung,GLAC_FRAC</translation>
    </message>
    <message>
      <source>Fills GLAC_FRAC: the share of each candidate that lies inside glacier outlines. A debris-covered glacier is the landform that is most often mistaken for a rock glacier; candidates with a large share can be sorted out first. Ground under several outlines counts once.</source>
      <translation>Füllt GLAC_FRAC: den Anteil jedes Kandidaten, der innerhalb von Gletscherumrissen liegt. Ein schuttbedeckter Gletscher ist die Form, die am häufigsten für einen Blockgletscher gehalten wird; Kandidaten mit großem Anteil lassen sich zuerst aussortieren. Boden unter mehreren Umrissen zählt einmal.</translation>
    </message>
    <message>
      <source>Outlines of glaciers, for example of the Randolph Glacier Inventory, in any coordinate system. Empty: as the inventory remembers.</source>
      <translation>Umrisse von Gletschern, etwa aus dem Randolph Glacier Inventory, in beliebigem Koordinatensystem. Leer: wie vom Inventar gemerkt.</translation>
    </message>
    <message>
      <source>The inventory whose candidates are flagged; it is changed in place.</source>
      <translation>Das Inventar, dessen Kandidaten gekennzeichnet werden; es wird an Ort und Stelle geändert.</translation>
    </message>
    <message>
      <source>Only candidates without a share</source>
      <translation>Nur Kandidaten ohne Anteil</translation>
    </message>
    <message>
      <source>Leaves candidates alone that have a share. Without it all are computed anew.</source>
      <translation>Lässt Kandidaten in Ruhe, die einen Anteil haben. Ohne diesen Haken werden alle neu berechnet.</translation>
    </message>
    <message>
      <source>Import inventory</source>
      <translation>Inventar importieren</translation>
    </message>
    <message>
      <source>TPRoGI,shapefile,polygons,outlines,field mapping,append,rock glacier,candidates</source>
      <translation>TPRoGI,Shapefile,Polygone,Umrisse,Feldzuordnung,anfügen,Blockgletscher,Kandidaten</translation>
    </message>
    <message>
      <source>Takes outlines of any polygon layer into an inventory, as rock glaciers or as candidates to be decided again. All or nothing is written, and an outline that is there already is not taken twice. Which fields are taken is remembered by the inventory; TPRoGI, the inventories of RGIK and the global one of 2026 need no mapping.</source>
      <translation>Nimmt Umrisse eines beliebigen Polygonlayers in ein Inventar auf, als Blockgletscher oder als Kandidaten, über die neu entschieden wird. Alles oder nichts wird geschrieben, und ein Umriss, der schon da ist, wird nicht zweimal genommen. Welche Felder genommen werden, merkt sich das Inventar; TPRoGI, die Inventare von RGIK und das weltweite von 2026 brauchen keine Zuordnung.</translation>
    </message>
    <message>
      <source>Polygons of any format, in any coordinate system, or points as primary markers. A folder with both is taken whole.</source>
      <translation>Polygone in jedem Format und jedem Koordinatensystem, oder Punkte als Primärmarker. Ein Ordner mit beiden wird als Ganzes genommen.</translation>
    </message>
    <message>
      <source>Outlines</source>
      <translation>Umrisse</translation>
    </message>
    <message>
      <source>Whose inventory</source>
      <translation>Wessen Inventar</translation>
    </message>
    <message>
      <source>tprogi: the Tibetan Plateau's. rgik, rgik-released, rogi-ch: RGIK's template, as released by ESA CCI, Switzerland's. global: that of 2026. Empty: what names and values show.</source>
      <translation>tprogi: das des Tibetischen Plateaus. rgik, rgik-released, rogi-ch: die Vorlage von RGIK, wie von ESA CCI veröffentlicht, das der Schweiz. global: das weltweite von 2026. Leer: was Namen und Werte zeigen.</translation>
    </message>
    <message>
      <source>Become</source>
      <translation>Werden zu</translation>
    </message>
    <message>
      <source>Rock glaciers of the inventory, or candidates that a person decides on again, one by one.</source>
      <translation>Blockgletschern des Inventars, oder Kandidaten, über die ein Mensch einzeln neu entscheidet.</translation>
    </message>
    <message>
      <source>The inventory that gets them; it is changed in place. A name that is not there yet becomes a new one, in the coordinate system of the outlines.</source>
      <translation>Das Inventar, das sie bekommt; es wird selbst geändert. Ein Name, den es noch nicht gibt, wird ein neues, im Koordinatensystem der Umrisse.</translation>
    </message>
    <message>
      <source>Field of the inventory = field of the layer, with ; between, such as ID=Nr;MAPPER=Author. Nothing behind the = takes none. Empty: as the inventory remembers, else the fields of a known inventory, else texts of the same name. The log tells which were taken and which not.</source>
      <translation>Feld des Inventars = Feld des Layers, mit ; dazwischen, etwa ID=Nr;MAPPER=Author. Nichts hinter dem = nimmt keines. Leer: wie im Inventar gemerkt, sonst die Felder eines bekannten Inventars, sonst Texte desselben Namens. Das Protokoll sagt, welche genommen wurden und welche nicht.</translation>
    </message>
    <message>
      <source>Only look</source>
      <translation>Nur ansehen</translation>
    </message>
    <message>
      <source>Tells in the log which fields would be taken, with the first rows. Nothing is written.</source>
      <translation>Sagt im Protokoll, welche Felder genommen würden, mit den ersten Zeilen. Es wird nichts geschrieben.</translation>
    </message>
    <message>
      <source>Imported outlines</source>
      <translation>Importierte Umrisse</translation>
    </message>
    <message>
      <source>Inventory with the outlines</source>
      <translation>Inventar mit den Umrissen</translation>
    </message>
    <message>
      <source>Number of outlines that were added</source>
      <translation>Zahl der hinzugefügten Umrisse</translation>
    </message>
    <message>
      <source>Number of markers without an outline</source>
      <translation>Anzahl der Marker ohne Umriss</translation>
    </message>
    <message>
      <source>Number of outlines that were there already</source>
      <translation>Zahl der Umrisse, die schon da waren</translation>
    </message>
    <message>
      <source>Publish inventory</source>
      <translation>Inventar veröffentlichen</translation>
    </message>
    <message>
      <source>publication,archive,Zenodo,DOI,DataCite,CITATION.cff,ISO 19139,RO-Crate,metadata,version,changes</source>
      <translation>Veröffentlichung,Archiv,Zenodo,DOI,DataCite,CITATION.cff,ISO 19139,RO-Crate,Metadaten,Version,Änderungen</translation>
    </message>
    <message>
      <source>Makes a folder that an archive can take: data, metadata, model cards, checksums, and what changed since the last publication. The data are in the forms that you choose; the metadata are ISO 19139, QGIS's own, DataCite, CITATION.cff and RO-Crate. Only what is decided is published. All files are written, or none.</source>
      <translation>Macht einen Ordner, den ein Archiv nehmen kann: Daten, Metadaten, Modellkarten, Prüfsummen, und was sich seit der letzten Veröffentlichung geändert hat. Die Daten haben die Formen, die Sie wählen; die Metadaten sind ISO 19139, die von QGIS, DataCite, CITATION.cff und RO-Crate. Nur Entschiedenes wird veröffentlicht. Alle Dateien werden geschrieben oder keine.</translation>
    </message>
    <message>
      <source>The inventory that is published. It is only read.</source>
      <translation>Das Inventar, das veröffentlicht wird. Es wird nur gelesen.</translation>
    </message>
    <message>
      <source>Title of the data. Empty: that of the inventory.</source>
      <translation>Titel der Daten. Leer: der des Inventars.</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>Version of the data, such as 1.0; each publication has another.</source>
      <translation>Version der Daten, etwa 1.0; jede Veröffentlichung hat eine andere.</translation>
    </message>
    <message>
      <source>A line each: Name; ORCID; affiliation, the last two as far as there are. Empty: the mappers.</source>
      <translation>Je eine Zeile: Name; ORCID; Einrichtung, die letzten beiden, soweit es sie gibt. Leer: die Kartierenden.</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Under which the data may be used, by its name at SPDX.</source>
      <translation>Unter der die Daten genutzt werden dürfen, mit ihrem Namen bei SPDX.</translation>
    </message>
    <message>
      <source>tprogi: the published inventory of the Tibetan Plateau. rgik: RGIK's template. rgik-released: RGIK as released by ESA CCI. rogi-ch: RGIK in Switzerland. global: the global inventory of 2026. None: tprogi.</source>
      <translation>tprogi: das veröffentlichte Inventar des Tibetischen Plateaus. rgik: die Vorlage von RGIK. rgik-released: RGIK, wie von ESA CCI veröffentlicht. rogi-ch: RGIK in der Schweiz. global: das globale Inventar von 2026. Keine: tprogi.</translation>
    </message>
    <message>
      <source>Rock glaciers that are stale, judged no, disputed, doubled or without identifier, and candidates that are undecided. refuse: tells them and writes nothing. leave-out: publishes the others. include: publishes those rock glaciers too. Candidates are never published.</source>
      <translation>Blockgletscher, die veraltet, mit Nein beurteilt, strittig, doppelt oder ohne Kennung sind, und Kandidaten, über die nicht entschieden ist. refuse: nennt sie und schreibt nichts. leave-out: veröffentlicht die anderen. include: veröffentlicht auch diese Blockgletscher. Kandidaten werden nie veröffentlicht.</translation>
    </message>
    <message>
      <source>Without a report</source>
      <translation>Ohne Bericht</translation>
    </message>
    <message>
      <source>Of a large inventory the report takes longest.</source>
      <translation>Bei einem großen Inventar dauert der Bericht am längsten.</translation>
    </message>
    <message>
      <source>What was added, removed, reshaped and changed since is told. It may be anybody's, of a known form.</source>
      <translation>Gesagt wird, was seither dazukam, wegfiel, anders umrissen und geändert wurde. Sie kann von jemand anderem sein, in einer bekannten Form.</translation>
    </message>
    <message>
      <source>The same, as the archive gives it out.</source>
      <translation>Dieselbe, wie das Archiv sie ausgibt.</translation>
    </message>
    <message>
      <source>A new or empty folder for the publication. It appears when it is whole.</source>
      <translation>Ein neuer oder leerer Ordner für die Veröffentlichung. Er erscheint, wenn er vollständig ist.</translation>
    </message>
    <message>
      <source>Who made it</source>
      <translation>Wer es gemacht hat</translation>
    </message>
    <message>
      <source>Last publication (folder)</source>
      <translation>Letzte Veröffentlichung (Ordner)</translation>
    </message>
    <message>
      <source>Last publication (.zip)</source>
      <translation>Letzte Veröffentlichung (.zip)</translation>
    </message>
    <message>
      <source>DOI</source>
      <translation>DOI</translation>
    </message>
    <message>
      <source>DOI of the data, where an archive has reserved one.</source>
      <translation>DOI der Daten, wenn ein Archiv eine reserviert hat.</translation>
    </message>
    <message>
      <source>Publisher</source>
      <translation>Herausgeber</translation>
    </message>
    <message>
      <source>Who publishes it, such as the archive.</source>
      <translation>Wer es herausgibt, etwa das Archiv.</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>Beschreibung</translation>
    </message>
    <message>
      <source>What it is, in a few sentences. Empty: made of its numbers.</source>
      <translation>Was es ist, in wenigen Sätzen. Leer: aus seinen Zahlen gemacht.</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>Tag</translation>
    </message>
    <message>
      <source>Day of the publication, such as 2026-11-30. Empty: today.</source>
      <translation>Tag der Veröffentlichung, etwa 2026-11-30. Leer: heute.</translation>
    </message>
    <message>
      <source>Which files are written. None: all that are usual in a form.</source>
      <translation>Welche Dateien geschrieben werden. Keine: alle, die in einer Form üblich sind.</translation>
    </message>
    <message>
      <source>Number of rock glaciers that were added</source>
      <translation>Zahl der Blockgletscher, die dazukamen</translation>
    </message>
    <message>
      <source>Number of rock glaciers that were removed</source>
      <translation>Zahl der Blockgletscher, die wegfielen</translation>
    </message>
    <message>
      <source>Number of rock glaciers that were reshaped</source>
      <translation>Zahl der Blockgletscher mit anderem Umriss</translation>
    </message>
    <message>
      <source>Number of rock glaciers with other attributes</source>
      <translation>Zahl der Blockgletscher mit anderen Attributen</translation>
    </message>
    <message>
      <source>The last publication is given twice, as a folder and as a .zip; leave one of them out.</source>
      <translation>Die letzte Veröffentlichung ist zweimal angegeben, als Ordner und als .zip; lassen Sie eines davon weg.</translation>
    </message>
    <message>
      <source>Look at sources</source>
      <translation>Quellen ansehen</translation>
    </message>
    <message>
      <source>data,product,climate,elevation,FLDAS,ERA5,IMERG,NASADEM,RGI,folder,check</source>
      <translation>Daten,Produkt,Klima,Höhe,FLDAS,ERA5,IMERG,NASADEM,RGI,Ordner,prüfen</translation>
    </message>
    <message>
      <source>Says of files and folders what they are. The log names the product, the period and what is missing, the grid, the unit, a value at a place, and how many outlines of an inventory lie on them. Nothing is computed and nothing is written.</source>
      <translation>Sagt von Dateien und Ordnern, was sie sind. Das Protokoll nennt das Produkt, den Zeitraum und was fehlt, das Gitter, die Einheit, einen Wert an einem Ort, und wie viele Umrisse eines Inventars darauf liegen. Es wird nichts berechnet und nichts geschrieben.</translation>
    </message>
    <message>
      <source>Elevation, climate, permafrost, glaciers or subregions, as they were downloaded.</source>
      <translation>Höhe, Klima, Permafrost, Gletscher oder Teilregionen, wie sie heruntergeladen wurden.</translation>
    </message>
    <message>
      <source>Files or folder</source>
      <translation>Dateien oder Ordner</translation>
    </message>
    <message>
      <source>Tells how many of its outlines lie on the files. Empty: nothing of it.</source>
      <translation>Sagt, wie viele seiner Umrisse auf den Dateien liegen. Leer: nichts davon.</translation>
    </message>
    <message>
      <source>Meant for</source>
      <translation>Gedacht für</translation>
    </message>
    <message>
      <source>Opens the files as this attribute's source. Empty: as what a known product is for.</source>
      <translation>Öffnet die Dateien als Quelle dieses Attributs. Leer: als das, wofür ein bekanntes Produkt da ist.</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>Ort</translation>
    </message>
    <message>
      <source>Longitude and latitude of the value, such as 91.2,32.1. Empty: at an outline.</source>
      <translation>Länge und Breite des Wertes, etwa 91.2,32.1. Leer: bei einem Umriss.</translation>
    </message>
    <message>
      <source>Variable</source>
      <translation>Variable</translation>
    </message>
    <message>
      <source>Name of the variable, or number of the band, where there are several.</source>
      <translation>Name der Variablen oder Nummer des Bandes, wo es mehrere gibt.</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>Einheit</translation>
    </message>
    <message>
      <source>Unit of the values, only where the file names none or a wrong one.</source>
      <translation>Einheit der Werte, nur wo die Datei keine oder eine falsche nennt.</translation>
    </message>
    <message>
      <source>Classes of permafrost zones</source>
      <translation>Klassen der Permafrostzonen</translation>
    </message>
    <message>
      <source>What the codes of a raster mean, such as 1=continuous,2=discontinuous, where it does not say so.</source>
      <translation>Was die Codes eines Rasters bedeuten, etwa 1=continuous,2=discontinuous, wo es das nicht sagt.</translation>
    </message>
    <message>
      <source>1 where all can be used as they are</source>
      <translation>1, wo alle so verwendet werden können</translation>
    </message>
    <message>
      <source>Number of kinds of files</source>
      <translation>Zahl der Arten von Dateien</translation>
    </message>
    <message>
      <source>Propose units</source>
      <translation>Einheiten vorschlagen</translation>
    </message>
    <message>
      <source>split,rock glacier unit,rock glacier system,RGU,RGS,coalescence,furrow,DEM</source>
      <translation>teilen,Blockgletschereinheit,Blockgletschersystem,RGU,RGS,zusammengewachsen,Furche,DEM</translation>
    </message>
    <message>
      <source>Proposes the units of rock glacier systems, where an elevation model shows furrows between bodies that have grown together. Nothing is written into the inventory: look at the layers and decide, or use P in the dock. One unit on the back of another is not found, and on cells of 30 m little is.</source>
      <translation>Schlägt die Einheiten von Blockgletschersystemen vor, wo ein Höhenmodell Furchen zwischen zusammengewachsenen Körpern zeigt. Ins Inventar wird nichts geschrieben: Sehen Sie die Layer an und entscheiden Sie, oder drücken Sie P im Dock. Eine Einheit auf dem Rücken einer anderen wird nicht gefunden, und bei Zellen von 30 m wenig.</translation>
    </message>
    <message>
      <source>Elevations in metres, best of cells up to 15 m. Empty: as the inventory remembers.</source>
      <translation>Höhen in Metern, am besten mit Zellen bis 15 m. Leer: wie im Inventar vermerkt.</translation>
    </message>
    <message>
      <source>The inventory whose outlines are looked at; it is only read.</source>
      <translation>Das Inventar, dessen Umrisse betrachtet werden; es wird nur gelesen.</translation>
    </message>
    <message>
      <source>Whose outlines: rock glaciers or candidates.</source>
      <translation>Wessen Umrisse: Blockgletscher oder Kandidaten.</translation>
    </message>
    <message>
      <source>Only these</source>
      <translation>Nur diese</translation>
    </message>
    <message>
      <source>Identifiers or feature ids with commas between. Empty: all outlines of the layer.</source>
      <translation>Kennungen oder Objekt-IDs mit Kommas dazwischen. Leer: alle Umrisse des Layers.</translation>
    </message>
    <message>
      <source>Least strength of a cut</source>
      <translation>Mindeststärke eines Schnitts</translation>
    </message>
    <message>
      <source>From 0.5 to 1: cuts that are less sure are left out. The higher it is, the fewer units are proposed.</source>
      <translation>Von 0,5 bis 1: Weniger sichere Schnitte werden weggelassen. Je höher, desto weniger Einheiten werden vorgeschlagen.</translation>
    </message>
    <message>
      <source>Two layers: the units of each outline, and the cut lines, numbered from the surest on.</source>
      <translation>Zwei Layer: die Einheiten jedes Umrisses, und die Schnittlinien, vom sichersten an nummeriert.</translation>
    </message>
    <message>
      <source>Units and cuts</source>
      <translation>Einheiten und Schnitte</translation>
    </message>
    <message>
      <source>Number of units</source>
      <translation>Anzahl der Einheiten</translation>
    </message>
    <message>
      <source>Number of outlines with several units</source>
      <translation>Anzahl der Umrisse mit mehreren Einheiten</translation>
    </message>
    <message>
      <source>Proposed units</source>
      <translation>Vorgeschlagene Einheiten</translation>
    </message>
    <message>
      <source>Proposed cuts</source>
      <translation>Vorgeschlagene Schnitte</translation>
    </message>
    <message>
      <source>{} of {} outlines have several units, {} units in all.</source>
      <translation>{} von {} Umrissen haben mehrere Einheiten, insgesamt {} Einheiten.</translation>
    </message>
    <message>
      <source>Potential incoming solar radiation</source>
      <translation>Potenzielle Sonneneinstrahlung</translation>
    </message>
    <message>
      <source>PISR,insolation,sun,horizon,shading,Kumar,DEM</source>
      <translation>PISR,Einstrahlung,Sonne,Horizont,Abschattung,Kumar,DEM</translation>
    </message>
    <message>
      <source>Sums direct, diffuse and reflected radiation of a clear sky over a year (Kumar et al. 1997), in kWh per square metre of the slope's own surface. Terrain as far as 30 km throws shade. It runs on all cores of the processor, or on the graphics card where there is one.</source>
      <translation>Summiert direkte, diffuse und reflektierte Strahlung eines klaren Himmels über ein Jahr (Kumar et al. 1997), in kWh je Quadratmeter der geneigten Oberfläche selbst. Gelände bis in 30 km Entfernung wirft Schatten. Es rechnet auf allen Kernen des Prozessors oder auf der Grafikkarte, wo es eine gibt.</translation>
    </message>
    <message>
      <source>Elevations in metres, in any coordinate system. Give more ground than you need: mountains beyond its edge throw no shade.</source>
      <translation>Höhen in Metern, in beliebigem Koordinatensystem. Geben Sie mehr Gelände, als Sie brauchen: Berge jenseits des Randes werfen keinen Schatten.</translation>
    </message>
    <message>
      <source>Computes only cells that these polygons touch; all others are seen as horizon. Empty: all cells.</source>
      <translation>Berechnet nur Zellen, die diese Polygone berühren; alle anderen dienen nur als Horizont. Leer: alle Zellen.</translation>
    </message>
    <message>
      <source>Components apart</source>
      <translation>Anteile einzeln</translation>
    </message>
    <message>
      <source>Writes five bands: total, direct, diffuse, reflected, and hours of sunshine.</source>
      <translation>Schreibt fünf Bänder: Summe, direkt, diffus, reflektiert und Stunden mit Sonne.</translation>
    </message>
    <message>
      <source>The radiation in kWh per square metre and year, on the cells of the elevation model, as GeoTIFF.</source>
      <translation>Die Einstrahlung in kWh je Quadratmeter und Jahr, auf den Zellen des Höhenmodells, als GeoTIFF.</translation>
    </message>
    <message>
      <source>Solar radiation</source>
      <translation>Sonneneinstrahlung</translation>
    </message>
    <message>
      <source>Number of cells computed</source>
      <translation>Anzahl berechneter Zellen</translation>
    </message>
    <message>
      <source>Mean (kWh/m²)</source>
      <translation>Mittel (kWh/m²)</translation>
    </message>
    <message>
      <source>Improve model</source>
      <translation>Modell verbessern</translation>
    </message>
    <message>
      <source>deep learning,training,fine-tune,active learning,corrections,compare,weights,rock glacier</source>
      <translation>Deep Learning,Training,Feinabstimmung,aktives Lernen,Korrekturen,Vergleich,Gewichte,Blockgletscher</translation>
    </message>
    <message>
      <source>Lets a model learn from what people corrected in inventories, on top of what it was trained on. It is compared with the model before on blocks of ground that neither was trained on; the better one is kept among your models, and both figures are told. Cancel keeps the model as it is, and the same run again goes on. The inventories are only read.</source>
      <translation>Lässt ein Modell aus dem lernen, was in Inventaren korrigiert wurde, zusätzlich zu dem, woran es trainiert wurde. Es wird mit dem bisherigen Modell auf Geländeblöcken verglichen, an denen keines von beiden trainiert wurde; das bessere bleibt bei Ihren Modellen, und beide Werte werden genannt. Abbrechen lässt das Modell, wie es ist, und derselbe Lauf geht später weiter. Die Inventare werden nur gelesen.</translation>
    </message>
    <message>
      <source>Elevations in metres, for a model that reads bands of the terrain.</source>
      <translation>Höhen in Metern, für ein Modell, das Kanäle des Geländes liest.</translation>
    </message>
    <message>
      <source>A file that tells both figures, their difference with its interval, and what was kept.</source>
      <translation>Eine Datei, die beide Werte nennt, ihren Unterschied mit seinem Intervall, und was behalten wurde.</translation>
    </message>
    <message>
      <source>Inventories</source>
      <translation>Inventare</translation>
    </message>
    <message>
      <source>Inventories that people have worked in; one layer of each stands for the whole. Its rock glaciers are learnt, its removed candidates are learnt to be none, and ground that was shown while deciding is background. What nobody has decided on counts for nothing.</source>
      <translation>Inventare, in denen gearbeitet wurde; ein Layer steht jeweils für das Ganze. Ihre Blockgletscher werden gelernt, entfernte Kandidaten werden als keine gelernt, und Gelände, das beim Entscheiden gezeigt wurde, ist Hintergrund. Worüber niemand entschieden hat, zählt nicht.</translation>
    </message>
    <message>
      <source>Images of that ground: raster files or folders of them, or one basemap from the web (XYZ, WMTS, WMS), which is captured first. Empty: those of the inventories' detections, where they are still there.</source>
      <translation>Bilder dieses Geländes: Rasterdateien oder Ordner davon, oder eine Grundkarte aus dem Netz (XYZ, WMTS, WMS), die zuerst aufgenommen wird. Leer: die der Detektionen der Inventare, soweit sie noch da sind.</translation>
    </message>
    <message>
      <source>The model as it is now: a model card's name, or the path of its JSON file. It is not changed.</source>
      <translation>Das Modell, wie es jetzt ist: der Name einer Modellkarte oder der Pfad ihrer JSON-Datei. Es wird nicht geändert.</translation>
    </message>
    <message>
      <source>Small letters, digits, - _ and . Empty: that of the model with the next number.</source>
      <translation>Kleinbuchstaben, Ziffern, - _ und . Leer: der des Modells mit der nächsten Nummer.</translation>
    </message>
    <message>
      <source>Optimiser steps. Empty: by the amount of training data.</source>
      <translation>Optimierungsschritte. Leer: nach der Menge der Trainingsdaten.</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <source>Model to use from now on</source>
      <translation>Modell, das ab jetzt gilt</translation>
    </message>
    <message>
      <source>Card of the new model</source>
      <translation>Karte des neuen Modells</translation>
    </message>
    <message>
      <source>Curves of loss and IoU</source>
      <translation>Kurven von Verlust und IoU</translation>
    </message>
    <message>
      <source>F1 of the model before</source>
      <translation>F1 des bisherigen Modells</translation>
    </message>
    <message>
      <source>F1 of the new model</source>
      <translation>F1 des neuen Modells</translation>
    </message>
    <message>
      <source>Difference of F1</source>
      <translation>Unterschied des F1</translation>
    </message>
    <message>
      <source>Images</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Name of the new model</source>
      <translation>Name des neuen Modells</translation>
    </message>
    <message>
      <source>Earlier training data</source>
      <translation>Frühere Trainingsdaten</translation>
    </message>
    <message>
      <source>Of the model, where they are no longer in their place. Empty: where they were.</source>
      <translation>Die des Modells, wenn sie nicht mehr an ihrem Ort liegen. Leer: wo sie waren.</translation>
    </message>
    <message>
      <source>A folder that grows where you give it each time. Empty: one beside the new model.</source>
      <translation>Ein Ordner, der wächst, wenn Sie ihn jedes Mal angeben. Leer: einer neben dem neuen Modell.</translation>
    </message>
    <message>
      <source>Terms of the imagery</source>
      <translation>Bedingungen der Bilddaten</translation>
    </message>
    <message>
      <source>Licence or terms of use of the images. The card of a model that is trained on them keeps it.</source>
      <translation>Lizenz oder Nutzungsbedingungen der Bilder. Die Karte eines Modells, das damit trainiert wird, hält sie fest.</translation>
    </message>
    <message>
      <source>Ground around the outlines (m)</source>
      <translation>Gelände um die Umrisse (m)</translation>
    </message>
    <message>
      <source>So much ground is learnt around them. Empty: as in the earlier data, else 1500.</source>
      <translation>So viel Gelände wird um sie herum gelernt. Leer: wie in den früheren Daten, sonst 1500.</translation>
    </message>
    <message>
      <source>Smallest target (m²)</source>
      <translation>Kleinste Zielform (m²)</translation>
    </message>
    <message>
      <source>Smaller ones are left out. Empty: as in the earlier data, else 10 000.</source>
      <translation>Kleinere werden ausgelassen. Leer: wie in den früheren Daten, sonst 10 000.</translation>
    </message>
    <message>
      <source>Choose an inventory that people have worked in.</source>
      <translation>Wählen Sie ein Inventar, in dem gearbeitet wurde.</translation>
    </message>
    <message>
      <source>Detect again with {}: with 'Replace what nobody has decided on' its candidates take the place of those that are left.</source>
      <translation>Detektieren Sie erneut mit {}: Mit 'Ersetzen, worüber niemand entschieden hat' treten seine Kandidaten an die Stelle der übrigen.</translation>
    </message>
    <message>
      <source>Plan training</source>
      <translation>Training planen</translation>
    </message>
    <message>
      <source>deep learning,training,plan,time,memory,DeepLabv3+,rock glacier</source>
      <translation>Deep Learning,Training,Plan,Zeit,Speicher,DeepLabv3+,Blockgletscher</translation>
    </message>
    <message>
      <source>Says what training data show, measures a step on this computer, and writes what it proposes: network, steps, time and memory. The plan is a text file that you can change; 'Train model' takes it.</source>
      <translation>Sagt, was Trainingsdaten zeigen, misst einen Schritt auf diesem Rechner und schreibt, was es vorschlägt: Netz, Schritte, Zeit und Speicher. Der Plan ist eine Textdatei, die Sie ändern können; 'Modell trainieren' nimmt ihn.</translation>
    </message>
    <message>
      <source>A JSON file, which any editor of texts opens.</source>
      <translation>Eine JSON-Datei, die jeder Texteditor öffnet.</translation>
    </message>
    <message>
      <source>Plan</source>
      <translation>Plan</translation>
    </message>
    <message>
      <source>Plans (*.json)</source>
      <translation>Pläne (*.json)</translation>
    </message>
    <message>
      <source>Hours that training will take here</source>
      <translation>Stunden, die das Training hier braucht</translation>
    </message>
    <message>
      <source>Train model</source>
      <translation>Modell trainieren</translation>
    </message>
    <message>
      <source>deep learning,training,fine-tune,DeepLabv3+,weights,model card,cross-validation,rock glacier</source>
      <translation>Deep Learning,Training,Feinabstimmung,DeepLabv3+,Gewichte,Modellkarte,Kreuzvalidierung,Blockgletscher</translation>
    </message>
    <message>
      <source>Trains a network on training data and keeps it among your models, with figures of how well it finds the target on ground that it never saw. Loss, IoU and the time left are told as it goes, and a curve grows. Cancel keeps the best so far, and the same run again goes on from where it was, also after a crash.</source>
      <translation>Trainiert ein Netz mit Trainingsdaten und legt es zu Ihren Modellen, mit Zahlen dazu, wie gut es die Zielform auf Gelände findet, das es nie gesehen hat. Verlust, IoU und verbleibende Zeit werden unterwegs genannt, und eine Kurve wächst. Abbrechen behält das bisher Beste, und derselbe Lauf macht beim nächsten Mal dort weiter, wo er war, auch nach einem Absturz.</translation>
    </message>
    <message>
      <source>Under which others may use the weights.</source>
      <translation>Unter der andere die Gewichte nutzen dürfen.</translation>
    </message>
    <message>
      <source>Name of the model</source>
      <translation>Name des Modells</translation>
    </message>
    <message>
      <source>Small letters, digits, - _ and . The model is called so in menus and in the record of a run.</source>
      <translation>Kleinbuchstaben, Ziffern, - _ und . So heißt das Modell in Menüs und im Nachweis eines Laufs.</translation>
    </message>
    <message>
      <source>Of 'Plan training', perhaps changed by you; what is chosen here counts before it. Empty: one is made.</source>
      <translation>Von 'Training planen', vielleicht von Ihnen geändert; was hier gewählt wird, geht vor. Leer: es wird einer gemacht.</translation>
    </message>
    <message>
      <source>Gets the card and its weights. Empty: the folder of your own models, which is in QGIS's profile unless the plugin's settings name another.</source>
      <translation>Bekommt die Karte und ihre Gewichte. Leer: der Ordner mit eigenen Modellen; er liegt im Profil von QGIS, wenn die Einstellungen der Erweiterung keinen anderen nennen.</translation>
    </message>
    <message>
      <source>Folder of models</source>
      <translation>Ordner mit Modellen</translation>
    </message>
    <message>
      <source>Model card</source>
      <translation>Modellkarte</translation>
    </message>
    <message>
      <source>Reliability of the probabilities</source>
      <translation>Verlässlichkeit der Wahrscheinlichkeiten</translation>
    </message>
    <message>
      <source>IoU on ground that it never saw</source>
      <translation>IoU auf nie gesehenem Gelände</translation>
    </message>
    <message>
      <source>F1 on ground that it never saw</source>
      <translation>F1 auf nie gesehenem Gelände</translation>
    </message>
    <message>
      <source>As menus show the model. Empty: made of target and name.</source>
      <translation>Wie Menüs das Modell zeigen. Leer: aus Zielform und Name gebildet.</translation>
    </message>
    <message>
      <source>What its provider asks of those who train on it.</source>
      <translation>Was ihr Anbieter von denen verlangt, die damit trainieren.</translation>
    </message>
    <message>
      <source>Citation</source>
      <translation>Zitat</translation>
    </message>
    <message>
      <source>What those should cite who use the model.</source>
      <translation>Was zitieren soll, wer das Modell nutzt.</translation>
    </message>
    <message>
      <source>Not for</source>
      <translation>Nicht für</translation>
    </message>
    <message>
      <source>What the model should not be used for.</source>
      <translation>Wofür das Modell nicht genommen werden soll.</translation>
    </message>
    <message>
      <source>'Detect rock glaciers' offers the model {} now, and so does the arrow beside 'Detect in view'.</source>
      <translation>Das Modell {} steht jetzt bei 'Blockgletscher erkennen' zur Wahl, und beim Pfeil neben 'Im Ausschnitt suchen'.</translation>
    </message>
    <message>
      <source>To detect with it, import {} on the page of models (the arrow beside 'Detect in view', Models…).</source>
      <translation>Um damit zu detektieren, importieren Sie {} auf der Seite der Modelle (Pfeil neben 'Im Ausschnitt suchen', Modelle…).</translation>
    </message>
    <message>
      <source>Make training data</source>
      <translation>Trainingsdaten erstellen</translation>
    </message>
    <message>
      <source>deep learning,training,patches,chips,labels,tiles,cross-validation,split,rock glacier</source>
      <translation>Deep Learning,Training,Bildstücke,Chips,Labels,Kacheln,Kreuzvalidierung,Aufteilung,Blockgletscher</translation>
    </message>
    <message>
      <source>Makes patches of imagery with labels of your outlines, to train a model on. Outlines with a fault are left out and shown with the reason; only ground that somebody looked at is background; training and validation are kept apart in space. The folder is what 'Train model' takes.</source>
      <translation>Macht Bildstücke mit Masken Ihrer Umrisse, um ein Modell damit zu trainieren. Umrisse mit einem Fehler entfallen und werden mit dem Grund gezeigt; nur Gelände, das jemand angesehen hat, ist Hintergrund; Training und Validierung werden räumlich getrennt. Den Ordner nimmt 'Modell trainieren'.</translation>
    </message>
    <message>
      <source>Elevations in metres, for bands of slope, relative elevation, curvature and shaded relief.</source>
      <translation>Höhen in Metern, für Bänder mit Neigung, relativer Höhe, Krümmung und Schummerung.</translation>
    </message>
    <message>
      <source>Polygons with names, where subregions are kept apart. Empty: the outlines' field SUBREGION.</source>
      <translation>Polygone mit Namen, wo Teilgebiete getrennt werden. Leer: das Feld SUBREGION der Umrisse.</translation>
    </message>
    <message>
      <source>A new folder for the training data. It appears when it is whole.</source>
      <translation>Ein neuer Ordner für die Trainingsdaten. Er erscheint, wenn er vollständig ist.</translation>
    </message>
    <message>
      <source>Layers of outlines, each in a coordinate system of its own. A layer of an inventory stands for the whole of it: its rock glaciers are targets, its removed candidates are not, and the ground that was reviewed is background.</source>
      <translation>Layer mit Umrissen, jeder in seinem eigenen Koordinatensystem. Ein Layer eines Inventars steht für das ganze Inventar: Seine Blockgletscher sind Zielformen, seine entfernten Kandidaten sind keine, und das durchgesehene Gelände ist Hintergrund.</translation>
    </message>
    <message>
      <source>Raster files or folders of them, or one basemap from the web (XYZ, WMTS, WMS), of which the ground around the outlines is captured first. The first that holds a place counts.</source>
      <translation>Rasterdateien oder Ordner davon, oder eine Hintergrundkarte aus dem Netz (XYZ, WMTS, WMS), von der zuerst das Gelände um die Umrisse aufgenommen wird. Es zählt das erste Bild, das einen Ort enthält.</translation>
    </message>
    <message>
      <source>Polygons that are not the target, such as moraines or debris-covered glaciers; they are background.</source>
      <translation>Polygone, die nicht die Zielform sind, etwa Moränen oder schuttbedeckte Gletscher; sie sind Hintergrund.</translation>
    </message>
    <message>
      <source>Polygons in which all targets are outlined: what is none in there is background.</source>
      <translation>Polygone, in denen alle Ziele umrissen sind: Was darin keines ist, ist Hintergrund.</translation>
    </message>
    <message>
      <source>Instead of inventories and images: a folder with images and their masks (PNG, GeoTIFF, npy), which need no coordinates.</source>
      <translation>Statt Inventaren und Bildern: ein Ordner mit Bildern und ihren Masken (PNG, GeoTIFF, npy), die keine Koordinaten brauchen.</translation>
    </message>
    <message>
      <source>Target</source>
      <translation>Zielform</translation>
    </message>
    <message>
      <source>What the outlines are. A model says so of what it finds.</source>
      <translation>Was die Umrisse sind. Ein Modell sagt das von dem, was es findet.</translation>
    </message>
    <message>
      <source>Patches are taken of the ground so far around the outlines, and outlines that are nearer to each other are never on different sides.</source>
      <translation>So weit um die Umrisse werden Bildstücke vom Gelände genommen, und Umrisse, die näher beieinander liegen, sind nie auf verschiedenen Seiten.</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Hintergrund</translation>
    </message>
    <message>
      <source>Ground that counts as looked at. auto: what an inventory has kept as reviewed, else all around its outlines. reviewed: only what was kept. buffer: all around the outlines.</source>
      <translation>Gelände, das als angesehen gilt. auto: was ein Inventar als durchgesehen festgehalten hat, sonst alles um seine Umrisse. reviewed: nur was festgehalten wurde. buffer: alles um die Umrisse.</translation>
    </message>
    <message>
      <source>A model card, whose bands and resolution count.</source>
      <translation>Eine Modellkarte, deren Bänder und Auflösung gelten.</translation>
    </message>
    <message>
      <source>Kept apart</source>
      <translation>Getrennt nach</translation>
    </message>
    <message>
      <source>What is on one side: blocks of ground, whole inventories, or whole subregions. name: as in the paper, where nothing is kept apart, for comparison. none: no split.</source>
      <translation>Was auf einer Seite bleibt: Blöcke des Geländes, ganze Inventare oder ganze Teilgebiete. name: wie in der Veröffentlichung, in der nichts getrennt wird, zum Vergleich. none: keine Aufteilung.</translation>
    </message>
    <message>
      <source>Folds</source>
      <translation>Teile</translation>
    </message>
    <message>
      <source>Number of parts for cross-validation; there are fewer where ground is short.</source>
      <translation>Zahl der Teile für die Kreuzvalidierung; wo das Gelände knapp ist, sind es weniger.</translation>
    </message>
    <message>
      <source>Outlines with their faults</source>
      <translation>Umrisse mit ihren Fehlern</translation>
    </message>
    <message>
      <source>Patches</source>
      <translation>Bildstücke</translation>
    </message>
    <message>
      <source>Number of targets that are used</source>
      <translation>Zahl der verwendeten Zielformen</translation>
    </message>
    <message>
      <source>Number of patches</source>
      <translation>Zahl der Bildstücke</translation>
    </message>
    <message>
      <source>Other landforms</source>
      <translation>Andere Formen</translation>
    </message>
    <message>
      <source>Areas that were searched</source>
      <translation>Abgesuchte Gebiete</translation>
    </message>
    <message>
      <source>Folder of chips</source>
      <translation>Ordner mit Bildern und Masken</translation>
    </message>
    <message>
      <source>Bands and resolution of the model</source>
      <translation>Bänder und Auflösung des Modells</translation>
    </message>
    <message>
      <source>Bands</source>
      <translation>Bänder</translation>
    </message>
    <message>
      <source>The bands of the images that are learnt, in their order.</source>
      <translation>Die Bänder der Bilder, die gelernt werden, in ihrer Reihenfolge.</translation>
    </message>
    <message>
      <source>Images are resampled to it. Empty: that of the model, else that of the first image.</source>
      <translation>Auf sie werden die Bilder umgerechnet. Leer: die des Modells, sonst die des ersten Bildes.</translation>
    </message>
    <message>
      <source>Patch (pixels)</source>
      <translation>Bildstück (Pixel)</translation>
    </message>
    <message>
      <source>Height and width of a patch in pixels.</source>
      <translation>Höhe und Breite eines Bildstücks in Pixeln.</translation>
    </message>
    <message>
      <source>Overlap (pixels)</source>
      <translation>Überlappung (Pixel)</translation>
    </message>
    <message>
      <source>How many pixels neighbouring patches have in common.</source>
      <translation>Wie viele Pixel benachbarte Bildstücke gemeinsam haben.</translation>
    </message>
    <message>
      <source>Smaller targets are left out; their ground is unknown.</source>
      <translation>Kleinere Zielformen entfallen; ihr Gelände gilt als unbekannt.</translation>
    </message>
    <message>
      <source>Leave out doubtful outlines</source>
      <translation>Zweifelhafte Umrisse weglassen</translation>
    </message>
    <message>
      <source>Leaves out outlines under what looks like cloud or shadow, which are otherwise only marked.</source>
      <translation>Lässt Umrisse weg unter dem, was nach Wolke oder Schatten aussieht; sonst werden sie nur gekennzeichnet.</translation>
    </message>
    <message>
      <source>Share held out</source>
      <translation>Zurückgehaltener Anteil</translation>
    </message>
    <message>
      <source>Share of the targets that is for validation, from 0 to 1.</source>
      <translation>Anteil der Zielformen, der zur Validierung dient, von 0 bis 1.</translation>
    </message>
    <message>
      <source>Another number gives another split of the same kind.</source>
      <translation>Eine andere Zahl gibt eine andere Aufteilung derselben Art.</translation>
    </message>
    <message>
      <source>Training patches</source>
      <translation>Bildstücke zum Training</translation>
    </message>
    <message>
      <source>Training outlines</source>
      <translation>Umrisse zum Training</translation>
    </message>
    <message>
      <source>Agreement of reviewers</source>
      <translation>Übereinstimmung der Durchsehenden</translation>
    </message>
    <message>
      <source>kappa,AC1,agreement,reviewers,precision,recall,completeness,consensus,validation</source>
      <translation>Kappa,AC1,Übereinstimmung,Durchsicht,Genauigkeit,Vollständigkeit,Konsens,Validierung,agreement,precision,recall</translation>
    </message>
    <message>
      <source>Tells how well reviewers agree, and the precision and completeness of the inventory that follow, with 95 % intervals. Of reviewers there are shares, a cross table of any two, Cohen's and Fleiss' kappa, Gwet's AC1 and the agreement on yes and on the rest. The precision is that under the way in which the sample was drawn, the completeness comes from windows of ground. As long as a decision is missing, nothing is told of what was said. The tables are in the log, all numbers are in the file.</source>
      <translation>Sagt, wie gut Durchsehende übereinstimmen und welche Genauigkeit und Vollständigkeit des Inventars daraus folgen, mit Intervallen von 95 %. Von den Durchsehenden gibt es Anteile, eine Kreuztabelle je zweier, Cohens und Fleiss’ Kappa, Gwets AC1 und die Übereinstimmung bei Ja und beim Übrigen. Die Genauigkeit ist die nach der Art, in der die Stichprobe gezogen wurde; die Vollständigkeit kommt von Fenstern im Gelände. Solange eine Entscheidung fehlt, wird nichts von dem gesagt, was entschieden wurde. Die Tabellen stehen im Protokoll, alle Zahlen in der Datei.</translation>
    </message>
    <message>
      <source>The inventory that was reviewed; it is only read.</source>
      <translation>Das Inventar, das durchgesehen wurde; es wird nur gelesen.</translation>
    </message>
    <message>
      <source>Names of the samples to tell of, with ; between. Empty: all.</source>
      <translation>Namen der Stichproben, von denen berichtet wird, mit ; dazwischen. Leer: alle.</translation>
    </message>
    <message>
      <source>An inventory in which another mapper outlined the same units: how far the outlines of both differ is told of each.</source>
      <translation>Ein Inventar, in dem eine andere Person dieselben Einheiten umrissen hat: Von jeder wird gesagt, wie weit die Umrisse der beiden voneinander abweichen.</translation>
    </message>
    <message>
      <source>Tell though decisions are missing</source>
      <translation>Berichten, obwohl Entscheidungen fehlen</translation>
    </message>
    <message>
      <source>For samples that nobody goes on judging: tells of the markers that all have judged.</source>
      <translation>Für Stichproben, an denen niemand weiterarbeitet: berichtet von den Markern, die alle beurteilt haben.</translation>
    </message>
    <message>
      <source>All numbers as JSON. The tables are written beside it as text.</source>
      <translation>Alle Zahlen als JSON. Die Tabellen werden als Text daneben geschrieben.</translation>
    </message>
    <message>
      <source>A layer of the markers that reviewers do not judge alike, with what each said, when all are done.</source>
      <translation>Ein Layer der Marker, die Durchsehende nicht gleich beurteilen, mit dem, was jeder sagte, wenn alle fertig sind.</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>Precision, lower end</source>
      <translation>Genauigkeit, unteres Ende</translation>
    </message>
    <message>
      <source>Precision, upper end</source>
      <translation>Genauigkeit, oberes Ende</translation>
    </message>
    <message>
      <source>Yes by all reviewers</source>
      <translation>Ja von allen Durchsehenden</translation>
    </message>
    <message>
      <source>Gwet's AC1</source>
      <translation>Gwets AC1</translation>
    </message>
    <message>
      <source>Recall</source>
      <translation>Trefferquote</translation>
    </message>
    <message>
      <source>Samples</source>
      <translation>Stichproben</translation>
    </message>
    <message>
      <source>Copy of another mapper</source>
      <translation>Kopie einer anderen Person</translation>
    </message>
    <message>
      <source>Agreement</source>
      <translation>Übereinstimmung</translation>
    </message>
    <message>
      <source>JSON files (*.json)</source>
      <translation>JSON-Dateien (*.json)</translation>
    </message>
    <message>
      <source>Disagreements</source>
      <translation>Meinungsverschiedenheiten</translation>
    </message>
    <message>
      <source>Compare inventories</source>
      <translation>Inventare vergleichen</translation>
    </message>
    <message>
      <source>compare,inventory,difference,match,IoU,marker,overlap</source>
      <translation>Vergleich,Inventar,Unterschied,Übereinstimmung,IoU,Marker,Überlappung</translation>
    </message>
    <message>
      <source>Lays an inventory beside others of the same ground, outlines or markers only. It tells what both have, what is one landform here and several there, and what one has alone, with differences of area and outline. The table is in the log; a layer shows of each outline what it is.</source>
      <translation>Legt ein Inventar neben andere desselben Gebiets, Umrisse oder nur Marker. Es sagt, was beide haben, was hier eine Form ist und dort mehrere, und was nur eines hat, mit den Unterschieden von Fläche und Umriss. Die Tabelle steht im Protokoll; ein Layer zeigt von jedem Umriss, was er ist.</translation>
    </message>
    <message>
      <source>Rock glaciers of an inventory, or any layer of outlines or markers.</source>
      <translation>Blockgletscher eines Inventars oder irgendein Layer von Umrissen oder Markern.</translation>
    </message>
    <message>
      <source>Other inventory</source>
      <translation>Anderes Inventar</translation>
    </message>
    <message>
      <source>Outlines or markers that it is compared with.</source>
      <translation>Umrisse oder Marker, mit denen verglichen wird.</translation>
    </message>
    <message>
      <source>Each is compared by itself, and has a column in the table.</source>
      <translation>Jedes wird für sich verglichen und hat eine Spalte in der Tabelle.</translation>
    </message>
    <message>
      <source>Only what lies inside these polygons is compared. Empty: where the subregions of both overlap, or, where there are none, the hulls of all that they hold.</source>
      <translation>Nur was in diesen Polygonen liegt, wird verglichen. Leer: wo sich die Teilgebiete beider überlappen oder, wo es keine gibt, die Hüllen um alles, was sie enthalten.</translation>
    </message>
    <message>
      <source>Smallest IoU of a match</source>
      <translation>Kleinste IoU einer Übereinstimmung</translation>
    </message>
    <message>
      <source>From this intersection over union on, two outlines count as matched.</source>
      <translation>Ab diesem Verhältnis von Schnitt zu Vereinigung gelten zwei Umrisse als Übereinstimmung.</translation>
    </message>
    <message>
      <source>All outlines of both, and what each is. Figures (JSON) and the table (text) are written beside it.</source>
      <translation>Alle Umrisse beider und was jeder ist. Daneben stehen alle Zahlen (JSON) und die Tabelle (Text).</translation>
    </message>
    <message>
      <source>Further inventories</source>
      <translation>Weitere Inventare</translation>
    </message>
    <message>
      <source>Differences</source>
      <translation>Unterschiede</translation>
    </message>
    <message>
      <source>One to one</source>
      <translation>Eins zu eins</translation>
    </message>
    <message>
      <source>Only here</source>
      <translation>Nur hier</translation>
    </message>
    <message>
      <source>Only there</source>
      <translation>Nur dort</translation>
    </message>
    <message>
      <source>Differences of outlines</source>
      <translation>Unterschiede der Umrisse</translation>
    </message>
    <message>
      <source>Differences of markers</source>
      <translation>Unterschiede der Marker</translation>
    </message>
    <message>
      <source>Evaluate against reference outlines</source>
      <translation>Mit Referenzumrissen vergleichen</translation>
    </message>
    <message>
      <source>accuracy,precision,recall,F1,IoU,validation</source>
      <translation>Genauigkeit,Trefferquote,F1,IoU,Validierung</translation>
    </message>
    <message>
      <source>Compares outlines, for example candidates, with reference outlines and tells precision, recall, F1 and IoU by area, for the whole and for each subregion. Of candidates that somebody decided on both are told: as found (what the network offered) and as mapped (what the inventory holds), and what the mappers did. Intervals are by blocks of ground. The tables are in the log, all numbers are in the file, and a picture of precision and recall stands beside it.</source>
      <translation>Vergleicht Umrisse, zum Beispiel Kandidaten, mit Referenzumrissen und nennt Genauigkeit, Trefferquote, F1 und IoU nach Fläche, für das Ganze und jede Teilregion. Wurde über Kandidaten entschieden, wird beides genannt: wie gefunden (was das Netz anbot) und wie kartiert (was das Inventar enthält), und was die Kartierenden getan haben. Die Intervalle gelten nach Geländeblöcken. Die Tabellen stehen im Protokoll, alle Zahlen in der Datei, und daneben liegt ein Bild von Genauigkeit und Trefferquote.</translation>
    </message>
    <message>
      <source>Polygons with a field NAME. With them the table has a row for each.</source>
      <translation>Polygone mit einem Feld NAME. Die Tabelle hat dann für jedes eine Zeile.</translation>
    </message>
    <message>
      <source>The outlines to judge: candidates, with all that was decided on them, or rock glaciers.</source>
      <translation>Die Umrisse, die beurteilt werden: Kandidaten mit allem, was über sie entschieden wurde, oder Blockgletscher.</translation>
    </message>
    <message>
      <source>Reference outlines</source>
      <translation>Referenzumrisse</translation>
    </message>
    <message>
      <source>The outlines that are taken as true, for example those of an expert. Rock glaciers of an inventory judge only where somebody looked at the ground.</source>
      <translation>Die Umrisse, die als wahr gelten, zum Beispiel die einer Fachperson. Blockgletscher eines Inventars urteilen nur dort, wo jemand das Gelände angesehen hat.</translation>
    </message>
    <message>
      <source>Each judges by itself, too, and where references contradict each other is told.</source>
      <translation>Jede urteilt auch für sich, und wo Referenzen einander widersprechen, wird gesagt.</translation>
    </message>
    <message>
      <source>Only what lies inside these polygons is judged. Empty: everything.</source>
      <translation>Nur was in diesen Polygonen liegt, wird beurteilt. Leer: alles.</translation>
    </message>
    <message>
      <source>The probability raster of the run: scores at every threshold are told of its pixels, too, also below the threshold from which candidates were made.</source>
      <translation>Das Wahrscheinlichkeitsraster des Laufs: Werte bei jeder Schwelle werden auch für seine Pixel genannt, auch unterhalb der Schwelle, ab der Kandidaten entstanden.</translation>
    </message>
    <message>
      <source>Judge all ground</source>
      <translation>Alles Gelände beurteilen</translation>
    </message>
    <message>
      <source>Judges also ground that the runs did not search, or that nobody looked at in a reference's inventory: what was missed there counts as missed, and what was found there as false.</source>
      <translation>Beurteilt auch Gelände, das die Läufe nicht abgesucht haben oder das im Inventar einer Referenz niemand angesehen hat: Was dort fehlt, zählt als übersehen, was dort gefunden wurde, als falsch.</translation>
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
      <source>Layers with accuracy and share of corrections of each block of ground and of each subregion.</source>
      <translation>Layer mit Genauigkeit und Anteil der Korrekturen jedes Geländeblocks und jeder Teilregion.</translation>
    </message>
    <message>
      <source>Keeps beside each model that found something how it did here, so that the page of models says where it is good and where not.</source>
      <translation>Bewahrt bei jedem Modell, das etwas gefunden hat, auf, wie gut es hier war, sodass die Seite der Modelle sagt, wo es gut ist und wo nicht.</translation>
    </message>
    <message>
      <source>Other references</source>
      <translation>Weitere Referenzen</translation>
    </message>
    <message>
      <source>Probabilities</source>
      <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>Where it can be trusted</source>
      <translation>Wo man ihm trauen kann</translation>
    </message>
    <message>
      <source>Tell it on the page of models</source>
      <translation>Auf der Seite der Modelle nennen</translation>
    </message>
    <message>
      <source>Picture of precision and recall</source>
      <translation>Bild von Genauigkeit und Trefferquote</translation>
    </message>
    <message>
      <source>Trust by block of ground</source>
      <translation>Vertrauen nach Geländeblock</translation>
    </message>
    <message>
      <source>Trust by subregion</source>
      <translation>Vertrauen nach Teilregion</translation>
    </message>
    <message>
      <source>{}, as mapped</source>
      <translation>{}, wie kartiert</translation>
    </message>
    <message>
      <source>Grid statistics</source>
      <translation>Statistik in Zellen</translation>
    </message>
    <message>
      <source>statistics,density,grid,cells,hexagon,equal area,aspect,map</source>
      <translation>Statistik,Dichte,Gitter,Zellen,Sechseck,flächentreu,Exposition,Karte</translation>
    </message>
    <message>
      <source>Counts rock glaciers in cells of equal area and tells their density, mean area, mean lowest elevation, mean slope and mean aspect in each. The cells lie on a projection around the middle of the markers, so all are of the same true size. Each marker is in one cell, and beside each mean stands of how many it is.</source>
      <translation>Zählt Blockgletscher in Zellen gleicher Fläche und sagt von jeder Dichte, mittlere Fläche, mittlere tiefste Höhe, mittlere Neigung und mittlere Exposition. Die Zellen liegen auf einer Projektion um die Mitte der Marker, darum sind alle in Wahrheit gleich groß. Jeder Marker ist in einer Zelle, und neben jedem Mittel steht, von wie vielen es ist.</translation>
    </message>
    <message>
      <source>Rock glaciers</source>
      <translation>Blockgletscher</translation>
    </message>
    <message>
      <source>Rock glaciers of an inventory, or any layer of polygons or points.</source>
      <translation>Blockgletscher eines Inventars oder irgendein Layer von Polygonen oder Punkten.</translation>
    </message>
    <message>
      <source>Size of a cell (km)</source>
      <translation>Größe einer Zelle (km)</translation>
    </message>
    <message>
      <source>Side of a square; a hexagon gets the same area. Usual is 50.</source>
      <translation>Seite eines Quadrats; ein Sechseck bekommt dieselbe Fläche. Üblich ist 50.</translation>
    </message>
    <message>
      <source>Shape</source>
      <translation>Form</translation>
    </message>
    <message>
      <source>Squares, or hexagons, whose neighbours are all equally near.</source>
      <translation>Quadrate oder Sechsecke, deren Nachbarn alle gleich nah sind.</translation>
    </message>
    <message>
      <source>Cells with at least one marker, on their own equal-area projection.</source>
      <translation>Zellen mit mindestens einem Marker, auf ihrer eigenen flächentreuen Projektion.</translation>
    </message>
    <message>
      <source>Cells</source>
      <translation>Zellen</translation>
    </message>
    <message>
      <source>Number of cells</source>
      <translation>Anzahl Zellen</translation>
    </message>
    <message>
      <source>Cells with rock glaciers</source>
      <translation>Zellen mit Blockgletschern</translation>
    </message>
    <message>
      <source>{} markers in {} cells of {:g} km², at most {} in one.</source>
      <translation>{} Marker in {} Zellen von {:g} km², höchstens {} in einer.</translation>
    </message>
    <message>
      <source>Passports of rock glaciers</source>
      <translation>Steckbriefe von Blockgletschern</translation>
    </message>
    <message>
      <source>atlas,PDF,print,layout,page,passport,rock glacier</source>
      <translation>Atlas,PDF,drucken,Layout,Seite,Steckbrief,Blockgletscher</translation>
    </message>
    <message>
      <source>Prints a page for each rock glacier of an inventory, as a PDF. It has the outline on the image, shaded relief, attributes, what mappers and reviewers decided, and which run found it. Selected rock glaciers only, or those of an expression. The page is a print layout: a template of your own may take its place.</source>
      <translation>Druckt eine Seite für jeden Blockgletscher eines Inventars, als PDF. Sie zeigt den Umriss auf dem Bild, Schummerung, Attribute, was Kartierer und Prüfer entschieden haben, und welcher Lauf ihn gefunden hat. Nur ausgewählte Blockgletscher, oder die eines Ausdrucks. Die Seite ist ein Drucklayout: eine eigene Vorlage kann an ihre Stelle treten.</translation>
    </message>
    <message>
      <source>The layer of rock glaciers of an inventory. Where some are selected, only these may be printed.</source>
      <translation>Der Layer der Blockgletscher eines Inventars. Wo welche ausgewählt sind, können nur diese gedruckt werden.</translation>
    </message>
    <message>
      <source>What lies below the outlines. Empty: the images and basemaps that the project shows.</source>
      <translation>Was unter den Umrissen liegt. Leer: die Bilder und Hintergrundkarten, die das Projekt zeigt.</translation>
    </message>
    <message>
      <source>Elevation, for the map of shaded relief. Empty: that map shows the surroundings.</source>
      <translation>Höhen, für die Karte mit Schummerung. Leer: diese Karte zeigt die Umgebung.</translation>
    </message>
    <message>
      <source>Only rock glaciers for which this is true, such as "AREA" &gt; 100000.</source>
      <translation>Nur Blockgletscher, für die das gilt, etwa "AREA" &gt; 100000.</translation>
    </message>
    <message>
      <source>A print layout of your own. Its maps called 'image' and 'relief' are filled. The plugin's folder resources/layouts has one to begin with.</source>
      <translation>Ein eigenes Drucklayout. Seine Karten namens 'image' und 'relief' werden gefüllt. Im Ordner resources/layouts des Plugins liegt eines für den Anfang.</translation>
    </message>
    <message>
      <source>Of the images on the page.</source>
      <translation>Der Bilder auf der Seite.</translation>
    </message>
    <message>
      <source>The PDF, a page for each.</source>
      <translation>Das PDF, eine Seite für jeden.</translation>
    </message>
    <message>
      <source>Shaded relief</source>
      <translation>Schummerung</translation>
    </message>
    <message>
      <source>DEM</source>
      <translation>DGM</translation>
    </message>
    <message>
      <source>Only those</source>
      <translation>Nur diese</translation>
    </message>
    <message>
      <source>Template</source>
      <translation>Vorlage</translation>
    </message>
    <message>
      <source>Resolution (dpi)</source>
      <translation>Auflösung (dpi)</translation>
    </message>
    <message>
      <source>Passports</source>
      <translation>Steckbriefe</translation>
    </message>
    <message>
      <source>PDF files (*.pdf)</source>
      <translation>PDF-Dateien (*.pdf)</translation>
    </message>
    <message>
      <source>Number of pages</source>
      <translation>Anzahl der Seiten</translation>
    </message>
    <message>
      <source>No rock glacier is chosen; select others, or change the expression.</source>
      <translation>Kein Blockgletscher ist gewählt; wählen Sie andere aus, oder ändern Sie den Ausdruck.</translation>
    </message>
    <message>
      <source>The project shows no image: the outlines stand on white paper.</source>
      <translation>Das Projekt zeigt kein Bild: die Umrisse stehen auf weißem Papier.</translation>
    </message>
    <message>
      <source>Stopped; no PDF was written.</source>
      <translation>Angehalten; es wurde kein PDF geschrieben.</translation>
    </message>
    <message>
      <source>The output {} must be a PDF; let its name end in .pdf.</source>
      <translation>Die Ausgabe {} muss ein PDF sein; lassen Sie ihren Namen auf .pdf enden.</translation>
    </message>
    <message>
      <source>{} pages take a while; select some where you need only these.</source>
      <translation>{} Seiten dauern eine Weile; wählen Sie einige aus, wenn Sie nur diese brauchen.</translation>
    </message>
    <message>
      <source>Passports are of an inventory: choose its layer {}.</source>
      <translation>Steckbriefe sind die eines Inventars: wählen Sie dessen Layer {}.</translation>
    </message>
    <message>
      <source>The expression {} cannot be read ({}).</source>
      <translation>Der Ausdruck {} kann nicht gelesen werden ({}).</translation>
    </message>
    <message>
      <source>{} cannot be written ({}); choose another folder.</source>
      <translation>{} kann nicht geschrieben werden ({}); wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>report,PDF,HTML,figure,map,table,statistics,publish</source>
      <translation>Bericht,PDF,HTML,Abbildung,Karte,Tabelle,Statistik,veröffentlichen</translation>
    </message>
    <message>
      <source>Writes a report of an inventory: a page of HTML that needs no network, a PDF if wanted, and all numbers as CSV. It has a map, histograms, roses of aspects, maps of cells, tables, what mappers and reviewers did, sources and methods from the record of every run, limits, a data dictionary and how to cite. A sentence stands where something is not known.</source>
      <translation>Schreibt einen Bericht über ein Inventar: eine HTML-Seite, die kein Netz braucht, auf Wunsch ein PDF, und alle Zahlen als CSV. Er enthält eine Karte, Histogramme, Rosen der Expositionen, Karten von Zellen, Tabellen, was Kartierer und Prüfer getan haben, Quellen und Methoden aus dem Protokoll aller Läufe, Grenzen, ein Datenverzeichnis und wie man zitiert. Wo etwas nicht bekannt ist, steht ein Satz.</translation>
    </message>
    <message>
      <source>The inventory, which is not changed.</source>
      <translation>Das Inventar; es wird nicht verändert.</translation>
    </message>
    <message>
      <source>Title of the report. Empty: that of the inventory.</source>
      <translation>Titel des Berichts. Leer: der des Inventars.</translation>
    </message>
    <message>
      <source>Authors</source>
      <translation>Autoren</translation>
    </message>
    <message>
      <source>Who made the inventory, for how it is cited. Empty: its mappers.</source>
      <translation>Wer das Inventar gemacht hat, damit man es zitieren kann. Leer: seine Kartierer.</translation>
    </message>
    <message>
      <source>That the report bears, such as 2026-11-30. Empty: now.</source>
      <translation>Den der Bericht trägt, etwa 2026-11-30. Leer: jetzt.</translation>
    </message>
    <message>
      <source>Outlines or markers of the same ground, with which the inventory is compared.</source>
      <translation>Umrisse oder Marker desselben Gebiets, mit denen das Inventar verglichen wird.</translation>
    </message>
    <message>
      <source>Elevation, for shaded relief below the map, and below the examples where no image is.</source>
      <translation>Höhen, für ein schattiertes Relief unter der Karte, und unter den Beispielen, wo kein Bild ist.</translation>
    </message>
    <message>
      <source>Folder of the training that made the model, for its curves.</source>
      <translation>Ordner des Trainings, aus dem das Modell stammt, für dessen Kurven.</translation>
    </message>
    <message>
      <source>The page. A folder with the tables as CSV is written beside it.</source>
      <translation>Die Seite. Daneben wird ein Ordner mit den Tabellen als CSV geschrieben.</translation>
    </message>
    <message>
      <source>The same for print: fonts inside, figures as vectors.</source>
      <translation>Dasselbe für den Druck: mit Schriften, Abbildungen als Vektoren.</translation>
    </message>
    <message>
      <source>Other inventories</source>
      <translation>Andere Inventare</translation>
    </message>
    <message>
      <source>Layer of the file. Empty: its rock glaciers.</source>
      <translation>Layer der Datei. Leer: ihre Blockgletscher.</translation>
    </message>
    <message>
      <source>Size of cells (km)</source>
      <translation>Größe der Zellen (km)</translation>
    </message>
    <message>
      <source>Side of the cells of the grid maps. Empty: 50, less where the inventory is of a small area.</source>
      <translation>Seite der Zellen auf den Gitterkarten. Leer: 50, weniger, wo das Inventar ein kleines Gebiet umfasst.</translation>
    </message>
    <message>
      <source>Shape of cells</source>
      <translation>Form der Zellen</translation>
    </message>
    <message>
      <source>A hexagon has the area of the square.</source>
      <translation>Ein Sechseck hat die Fläche des Quadrats.</translation>
    </message>
    <message>
      <source>No imagery</source>
      <translation>Keine Bilder</translation>
    </message>
    <message>
      <source>The examples hold no image: for a report that goes out where the image may not.</source>
      <translation>Die Beispiele enthalten kein Bild: für einen Bericht, der hinausgeht, wo das Bild es nicht darf.</translation>
    </message>
    <message>
      <source>HTML files (*.html)</source>
      <translation>HTML-Dateien (*.html)</translation>
    </message>
    <message>
      <source>Report as PDF</source>
      <translation>Bericht als PDF</translation>
    </message>
    <message>
      <source>Tables</source>
      <translation>Tabellen</translation>
    </message>
    <message>
      <source>Polygons with a field NAME. Empty: those of the inventory.</source>
      <translation>Polygone mit einem Feld NAME. Leer: die des Inventars.</translation>
    </message>
    <message>
      <source>Lies below the examples. Empty: the images of the detections, where they are still there.</source>
      <translation>Liegt unter den Beispielen. Leer: die Bilder der Erkennungen, wo es sie noch gibt.</translation>
    </message>
    <message>
      <source>Draw a sample for review</source>
      <translation>Stichprobe zur Durchsicht ziehen</translation>
    </message>
    <message>
      <source>sample,random,stratified,systematic,validation,review,markers,windows,completeness</source>
      <translation>Stichprobe,zufällig,geschichtet,systematisch,Validierung,Durchsicht,Marker,Fenster,Vollständigkeit,sample</translation>
    </message>
    <message>
      <source>Draws primary markers that reviewers judge in the dock: at random, from strata, or along a grid. Instead of a number, say how well the precision is to be known. It can also draw windows of ground, in which reviewers look for rock glaciers that were missed. The sample is kept in the inventory and can be extended later.</source>
      <translation>Zieht Primärmarker, die Durchsehende im Dock beurteilen: zufällig, aus Schichten oder entlang eines Gitters. Statt einer Zahl kann gesagt werden, wie gut die Genauigkeit bekannt sein soll. Es kann auch Fenster im Gelände ziehen, in denen Durchsehende nach Blockgletschern suchen, die übersehen wurden. Die Stichprobe wird im Inventar aufbewahrt und kann später erweitert werden.</translation>
    </message>
    <message>
      <source>The inventory to draw from; the sample is kept in it.</source>
      <translation>Das Inventar, aus dem gezogen wird; die Stichprobe wird darin aufbewahrt.</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>Anzahl</translation>
    </message>
    <message>
      <source>How many markers or windows. With a sample to extend: how many more.</source>
      <translation>Wie viele Marker oder Fenster. Mit einer Stichprobe, die erweitert wird: wie viele dazu.</translation>
    </message>
    <message>
      <source>Share</source>
      <translation>Anteil</translation>
    </message>
    <message>
      <source>Share of the markers, 0 to 1. Where no number is given either, 0.05 are drawn.</source>
      <translation>Anteil der Marker, 0 bis 1. Wo auch keine Zahl gegeben ist, wird 0,05 gezogen.</translation>
    </message>
    <message>
      <source>Half-width of the interval</source>
      <translation>Halbe Breite des Intervalls</translation>
    </message>
    <message>
      <source>Draws as many markers as it takes to know a share so well: 0.03 means to 3 % on both sides.</source>
      <translation>Zieht so viele Marker, wie es braucht, um einen Anteil so gut zu kennen: 0,03 heißt auf 3 % nach beiden Seiten.</translation>
    </message>
    <message>
      <source>Strata</source>
      <translation>Schichten</translation>
    </message>
    <message>
      <source>Draws from each subregion, class of size or class of probability as many as it has of the whole.</source>
      <translation>Zieht aus jeder Teilregion, Größenklasse oder Klasse der Wahrscheinlichkeit so viele, wie sie vom Ganzen hat.</translation>
    </message>
    <message>
      <source>Way of drawing</source>
      <translation>Art des Ziehens</translation>
    </message>
    <message>
      <source>random, or systematic: every k-th along a grid, so that the sample lies as the markers lie.</source>
      <translation>random: zufällig; systematic: jeder k-te entlang eines Gitters, sodass die Stichprobe liegt, wie die Marker liegen.</translation>
    </message>
    <message>
      <source>Reviewers</source>
      <translation>Personen</translation>
    </message>
    <message>
      <source>How many persons judge each marker or window.</source>
      <translation>Wie viele Personen jeden Marker oder jedes Fenster beurteilen.</translation>
    </message>
    <message>
      <source>Windows of ground instead of markers</source>
      <translation>Fenster im Gelände statt Marker</translation>
    </message>
    <message>
      <source>Reviewers look in each for rock glaciers that the inventory lacks. Needs a number.</source>
      <translation>Durchsehende suchen in jedem nach Blockgletschern, die dem Inventar fehlen. Braucht eine Zahl.</translation>
    </message>
    <message>
      <source>Side of a window (m)</source>
      <translation>Seite eines Fensters (m)</translation>
    </message>
    <message>
      <source>Ground along one side of a window.</source>
      <translation>Gelände entlang einer Seite eines Fensters.</translation>
    </message>
    <message>
      <source>Study area</source>
      <translation>Untersuchungsgebiet</translation>
    </message>
    <message>
      <source>Polygons over which windows are laid. Empty: the subregions of the inventory, or the ground that its runs searched.</source>
      <translation>Polygone, über die Fenster gelegt werden. Leer: die Teilregionen des Inventars oder das Gelände, das seine Läufe abgesucht haben.</translation>
    </message>
    <message>
      <source>Sample to extend</source>
      <translation>Stichprobe, die erweitert wird</translation>
    </message>
    <message>
      <source>Name of a sample that gets more markers or windows, in its own way; windows over the same study area. What it has stays. Empty: a new one.</source>
      <translation>Name einer Stichprobe, die auf ihre Weise mehr Marker oder Fenster bekommt, Fenster über demselben Untersuchungsgebiet. Was sie hat, bleibt. Leer: eine neue.</translation>
    </message>
    <message>
      <source>Only this subregion</source>
      <translation>Nur diese Teilregion</translation>
    </message>
    <message>
      <source>Name of the subregion to draw from. Empty: all.</source>
      <translation>Name der Teilregion, aus der gezogen wird. Leer: alle.</translation>
    </message>
    <message>
      <source>The same seed draws the same sample again.</source>
      <translation>Derselbe Startwert zieht dieselbe Stichprobe wieder.</translation>
    </message>
    <message>
      <source>Drawn by</source>
      <translation>Gezogen von</translation>
    </message>
    <message>
      <source>Name of who draws it; it is noted with the sample.</source>
      <translation>Name dessen, der sie zieht; er wird bei der Stichprobe vermerkt.</translation>
    </message>
    <message>
      <source>Name of the sample</source>
      <translation>Name der Stichprobe</translation>
    </message>
    <message>
      <source>Number in the sample</source>
      <translation>Anzahl in der Stichprobe</translation>
    </message>
    <message>
      <source>{}: {} of {}</source>
      <translation>{}: {} von {}</translation>
    </message>
    <message>
      <source>Summarise inventory</source>
      <translation>Inventar zusammenfassen</translation>
    </message>
    <message>
      <source>statistics,table,CSV,mean,median,percentile,aspect,subregion</source>
      <translation>Statistik,Tabelle,CSV,Mittel,Median,Perzentil,Exposition,Teilgebiet</translation>
    </message>
    <message>
      <source>Writes tables of an inventory: number, total and mean area, percentiles of all attributes, shares by class, extremes, and aspects by eight sectors. They are told for the whole, for each subregion and by other classes. Each figure is of those that have the attribute, and how many these are stands beside it.</source>
      <translation>Schreibt Tabellen eines Inventars: Anzahl, gesamte und mittlere Fläche, Perzentile aller Attribute, Anteile nach Klassen, Extreme und Expositionen nach acht Sektoren. Sie gelten für das Ganze, für jedes Teilgebiet und nach anderen Klassen. Jede Zahl ist von denen, die das Attribut haben, und wie viele das sind, steht daneben.</translation>
    </message>
    <message>
      <source>By</source>
      <translation>Nach</translation>
    </message>
    <message>
      <source>Fields of classes, with commas between. Empty: SUBREGION, PERMAFROST and OPERATION, where known.</source>
      <translation>Felder mit Klassen, durch Kommas getrennt. Leer: SUBREGION, PERMAFROST und OPERATION, soweit bekannt.</translation>
    </message>
    <message>
      <source>Folder of the tables, as CSV with commas, in UTF-8. Other files in it stay.</source>
      <translation>Ordner der Tabellen, als CSV mit Kommas, in UTF-8. Andere Dateien darin bleiben.</translation>
    </message>
    <message>
      <source>Breaks</source>
      <translation>Grenzen</translation>
    </message>
    <message>
      <source>Where classes end, such as 4000,4500,5000, if a field holds numbers.</source>
      <translation>Wo Klassen enden, etwa 4000,4500,5000, wenn ein Feld Zahlen enthält.</translation>
    </message>
    <message>
      <source>Number of rock glaciers</source>
      <translation>Anzahl Blockgletscher</translation>
    </message>
    <message>
      <source>Basemap</source>
      <translation>Hintergrundkarte</translation>
    </message>
    <message>
      <source>not found (the server has nothing here)</source>
      <translation>nicht gefunden (der Server hat hier nichts)</translation>
    </message>
    <message>
      <source>refused (key or permission)</source>
      <translation>verweigert (Schlüssel oder Berechtigung)</translation>
    </message>
    <message>
      <source>too many requests</source>
      <translation>zu viele Anfragen</translation>
    </message>
    <message>
      <source>error of the server</source>
      <translation>Fehler des Servers</translation>
    </message>
    <message>
      <source>no answer in time</source>
      <translation>keine Antwort in der Zeit</translation>
    </message>
    <message>
      <source>connection lost</source>
      <translation>Verbindung verloren</translation>
    </message>
    <message>
      <source>the certificate of the server is not trusted</source>
      <translation>dem Zertifikat des Servers wird nicht vertraut</translation>
    </message>
    <message>
      <source>the answer was no image</source>
      <translation>die Antwort war kein Bild</translation>
    </message>
    <message>
      <source>transparent</source>
      <translation>durchsichtig</translation>
    </message>
    <message>
      <source>one single colour</source>
      <translation>eine einzige Farbe</translation>
    </message>
    <message>
      <source>a placeholder that repeats</source>
      <translation>ein Platzhalter, der sich wiederholt</translation>
    </message>
    <message>
      <source>half loaded</source>
      <translation>halb geladen</translation>
    </message>
    <message>
      <source>QGIS could not draw it</source>
      <translation>QGIS konnte es nicht zeichnen</translation>
    </message>
    <message>
      <source>not asked for, because the server failed too often</source>
      <translation>nicht angefragt, weil der Server zu oft versagte</translation>
    </message>
    <message>
      <source>The polygons lie outside the extent; nothing is to be captured.</source>
      <translation>Die Polygone liegen außerhalb der Ausdehnung; es gibt nichts aufzunehmen.</translation>
    </message>
    <message>
      <source>This capture would take {:,} tiles, more than the limit of {:,}; choose a smaller extent or a coarser resolution, or raise the limit if the terms of the service allow it.</source>
      <translation>Diese Aufnahme bräuchte {:,} Kacheln, mehr als die Grenze von {:,}; wählen Sie eine kleinere Ausdehnung oder eine gröbere Auflösung, oder erhöhen Sie die Grenze, wenn die Nutzungsbedingungen des Dienstes es erlauben.</translation>
    </message>
    <message>
      <source>{:,} tiles are needed: about {:,.0f} MB over the network, {:,.0f} MB on disk, {}. What the cache holds costs nothing.</source>
      <translation>{:,} Kacheln werden gebraucht: etwa {:,.0f} MB über das Netz, {:,.0f} MB auf der Platte, {}. Was der Zwischenspeicher hat, kostet nichts.</translation>
    </message>
    <message>
      <source>{:,} x {:,} pixels of {:.3f} to {:.3f} m on the ground, in {}.</source>
      <translation>{:,} x {:,} Pixel von {:.3f} bis {:.3f} m am Boden, in {}.</translation>
    </message>
    <message>
      <source>How the image was made: {}.</source>
      <translation>Wie das Bild entstand: {}.</translation>
    </message>
    <message>
      <source>The layer '{}' shows nothing in the extent; choose one inside of it.</source>
      <translation>Der Layer „{}“ zeigt im gewählten Ausschnitt nichts; wählen Sie einen, der in ihm liegt.</translation>
    </message>
    <message>
      <source>In this coordinate system the scale changes inside the extent: pixels are {:.2f} to {:.2f} m on the ground and not {:.2f} m everywhere; leave the system empty to have a better one chosen, or capture smaller extents.</source>
      <translation>In diesem Koordinatensystem ändert sich der Maßstab innerhalb der Ausdehnung: Pixel messen am Boden {:.2f} bis {:.2f} m und nicht überall {:.2f} m; lassen Sie das System leer, damit ein besseres gewählt wird, oder nehmen Sie kleinere Ausdehnungen auf.</translation>
    </message>
    <message>
      <source>Tiles of zoom {}, whose pixels are {:.2f} m on the ground.</source>
      <translation>Kacheln der Zoomstufe {}, deren Pixel am Boden {:.2f} m messen.</translation>
    </message>
    <message>
      <source>The basemap '{}' shows {:.2f} m here and nothing finer, and {:.2f} m is wanted; choose a ground resolution of {:.2f} m to go on with what there is, or another basemap.</source>
      <translation>Die Hintergrundkarte „{}“ zeigt hier {:.2f} m und nichts Feineres, gewünscht sind {:.2f} m; wählen Sie eine Bodenauflösung von {:.2f} m, um mit dem fortzufahren, was da ist, oder eine andere Hintergrundkarte.</translation>
    </message>
    <message>
      <source>The extent cannot be brought into the system {}; choose another.</source>
      <translation>Die Ausdehnung lässt sich nicht in das System {} bringen; wählen Sie ein anderes.</translation>
    </message>
    <message>
      <source>The basemap '{}' shows {:.2f} m here and nothing finer, and {:.2f} m is wanted: it is enlarged and shows no more for it; choose {:.2f} m, or judge it with care.</source>
      <translation>Die Hintergrundkarte „{}“ zeigt hier {:.2f} m und nichts Feineres, gewünscht sind {:.2f} m: Sie wird vergrößert und zeigt deshalb nicht mehr; wählen Sie {:.2f} m, oder urteilen Sie mit Vorsicht.</translation>
    </message>
    <message>
      <source>The image that was captured for this ledger is searched again.</source>
      <translation>Das Bild, das für diesen Fortschrittsordner aufgenommen wurde, wird wieder durchsucht.</translation>
    </message>
    <message>
      <source>The capture was stopped.</source>
      <translation>Die Aufnahme wurde angehalten.</translation>
    </message>
    <message>
      <source>{} is the image of another search with this ledger; choose another ledger, or remove both if that search is over.</source>
      <translation>{} ist das Bild einer anderen Suche mit diesem Fortschrittsordner; wählen Sie einen anderen, oder entfernen Sie beide, wenn jene Suche beendet ist.</translation>
    </message>
    <message>
      <source>Gaps of {}</source>
      <translation>Lücken von {}</translation>
    </message>
    <message>
      <source>There are several basemaps from the web; choose one, or capture them with 'Capture basemap'.</source>
      <translation>Es sind mehrere Hintergrundkarten aus dem Netz; wählen Sie eine, oder nehmen Sie sie mit 'Hintergrundkarte aufnehmen' auf.</translation>
    </message>
    <message>
      <source>There are no outlines around which the basemap '{}' could be captured; choose layers or files.</source>
      <translation>Es gibt keine Umrisse, um die die Hintergrundkarte '{}' aufgenommen werden könnte; wählen Sie Layer oder Dateien.</translation>
    </message>
    <message>
      <source>Polygons of what could not be had, with the reason: not found, server error, blank, a placeholder, and so on. These places are without data in the image.</source>
      <translation>Polygone dessen, was nicht zu bekommen war, mit dem Grund: nicht gefunden, Serverfehler, leer, ein Platzhalter und so weiter. Diese Stellen sind im Bild ohne Daten.</translation>
    </message>
    <message>
      <source>A capture that would take more tiles (or blocks of 512 pixels) is refused before anything is fetched. Raise it where the terms of use of the service allow it.</source>
      <translation>Eine Aufnahme, die mehr Kacheln (oder Blöcke von 512 Pixeln) bräuchte, wird abgelehnt, bevor etwas geholt wird. Erhöhen Sie die Zahl, wo die Nutzungsbedingungen des Dienstes es erlauben.</translation>
    </message>
    <message>
      <source>How many tiles are asked for at the same time. Be polite: the server has other users.</source>
      <translation>Wie viele Kacheln zugleich angefragt werden. Seien Sie höflich: Der Server hat andere Nutzer.</translation>
    </message>
    <message>
      <source>How often a tile is asked for again after a fault, each time after a longer pause, or after the time the server asks to wait.</source>
      <translation>Wie oft eine Kachel nach einem Fehler erneut angefragt wird, jedes Mal nach einer längeren Pause oder nach der Zeit, um die der Server bittet.</translation>
    </message>
    <message>
      <source>Captured tiles younger than this are taken from the cache and not fetched again.</source>
      <translation>Aufgenommene Kacheln, die jünger sind, kommen aus dem Zwischenspeicher und werden nicht wieder geholt.</translation>
    </message>
    <message>
      <source>The oldest tiles are removed where the cache grows beyond this. 0: no cache.</source>
      <translation>Die ältesten Kacheln werden entfernt, wo der Zwischenspeicher größer wird. 0: kein Zwischenspeicher.</translation>
    </message>
    <message>
      <source>Gaps</source>
      <translation>Lücken</translation>
    </message>
    <message>
      <source>Choose an extent, for example that of the map canvas, or polygons on the layer.</source>
      <translation>Wählen Sie eine Ausdehnung, zum Beispiel die der Kartenansicht, oder Polygone auf dem Layer.</translation>
    </message>
    <message>
      <source>The layer of polygons holds none.</source>
      <translation>Der Layer mit den Polygonen enthält keine.</translation>
    </message>
    <message>
      <source>The server failed too often and was left alone. Run again later: what is there is kept.</source>
      <translation>Der Server hat zu oft versagt und wurde in Ruhe gelassen. Starten Sie später noch einmal: Was da ist, bleibt.</translation>
    </message>
    <message>
      <source>Most tiles</source>
      <translation>Höchstens Kacheln</translation>
    </message>
    <message>
      <source>Requests at a time</source>
      <translation>Anfragen zugleich</translation>
    </message>
    <message>
      <source>Tries again</source>
      <translation>Erneute Versuche</translation>
    </message>
    <message>
      <source>Keep tiles (days)</source>
      <translation>Kacheln behalten (Tage)</translation>
    </message>
    <message>
      <source>Size of the cache (GB)</source>
      <translation>Größe des Zwischenspeichers (GB)</translation>
    </message>
    <message>
      <source>There is no model card '{}' that tells a ground resolution; give the resolution.</source>
      <translation>Es gibt keine Modellkarte '{}', die eine Bodenauflösung nennt; geben Sie die Auflösung an.</translation>
    </message>
    <message>
      <source>{:,} of {:,} tiles show no ground and are without data in the image ({}).</source>
      <translation>{:,} von {:,} Kacheln zeigen keinen Boden und sind im Bild ohne Daten ({}).</translation>
    </message>
    <message>
      <source>The polygons have no place in the system of the layer '{}'.</source>
      <translation>Die Polygone haben im System des Layers '{}' keinen Ort.</translation>
    </message>
    <message>
      <source>The layer has no coordinate system; set one in its properties first.</source>
      <translation>Der Layer hat kein Koordinatensystem; setzen Sie zuerst eines in seinen Eigenschaften.</translation>
    </message>
    <message>
      <source>Writing the image</source>
      <translation>Das Bild wird geschrieben</translation>
    </message>
    <message>
      <source>The layer '{}' is not shown at 1:{:,.0f}, the scale of the pixels, and is left out.</source>
      <translation>Der Layer „{}“ wird bei 1:{:,.0f}, dem Maßstab der Pixel, nicht gezeigt und bleibt weg.</translation>
    </message>
    <message>
      <source>No layer of the map is shown at 1:{:,.0f}, the scale of pixels of {:g} m; choose another resolution, or change the scales in the properties of the layers.</source>
      <translation>Bei 1:{:,.0f}, dem Maßstab von Pixeln mit {:g} m, zeigt die Karte keinen Layer; wählen Sie eine andere Auflösung, oder ändern Sie die Maßstäbe in den Eigenschaften der Layer.</translation>
    </message>
    <message>
      <source>The layer '{}' is shown with changed colours; captured is the picture as the server has it.</source>
      <translation>Der Layer „{}“ wird mit veränderten Farben gezeigt; aufgenommen wird das Bild, wie es der Server hat.</translation>
    </message>
    <message>
      <source>The layer '{}' is see-through on the map; alone, it is captured as if it were opaque.</source>
      <translation>Der Layer „{}“ ist auf der Karte durchscheinend; allein wird er aufgenommen, als wäre er deckend.</translation>
    </message>
    <message>
      <source>a conformal conic projection made for this extent</source>
      <translation>einer winkeltreuen Kegelprojektion, die für diese Ausdehnung gemacht ist</translation>
    </message>
    <message>
      <source>{:,} of {:,} tiles</source>
      <translation>{:,} von {:,} Kacheln</translation>
    </message>
    <message>
      <source>Nothing of '{}' could be captured: {}.</source>
      <translation>Von '{}' ließ sich nichts aufnehmen: {}.</translation>
    </message>
    <message>
      <source>The temporary folder {} takes no more ({}); free some space.</source>
      <translation>Der temporäre Ordner {} nimmt nichts mehr auf ({}); schaffen Sie Platz.</translation>
    </message>
    <message>
      <source>about {:.1f} h</source>
      <translation>etwa {:.1f} h</translation>
    </message>
    <message>
      <source>, {:,} without a picture</source>
      <translation>, {:,} ohne Bild</translation>
    </message>
    <message>
      <source>, {} left</source>
      <translation>, noch {}</translation>
    </message>
    <message>
      <source>about {:.0f} s</source>
      <translation>etwa {:.0f} s</translation>
    </message>
    <message>
      <source>about {:.0f} min</source>
      <translation>etwa {:.0f} min</translation>
    </message>
    <message>
      <source>The terms of use of {} forbid to fetch tiles in bulk, so the layer '{}' cannot be captured; choose another layer, or hide this one.</source>
      <translation>Die Nutzungsbedingungen von {} verbieten, Kacheln in Mengen zu holen, daher lässt sich der Layer '{}' nicht aufnehmen; wählen Sie einen anderen Layer, oder blenden Sie diesen aus.</translation>
    </message>
    <message>
      <source>the layer</source>
      <translation>der Layer</translation>
    </message>
    <message>
      <source>the style</source>
      <translation>der Stil</translation>
    </message>
    <message>
      <source>the image format</source>
      <translation>das Bildformat</translation>
    </message>
    <message>
      <source>the tile matrix set</source>
      <translation>der Kachelsatz</translation>
    </message>
    <message>
      <source>The server of the layer '{}' has changed since the layer was added, {} is gone; add the layer anew.</source>
      <translation>Der Server des Layers „{}“ hat sich geändert, seit der Layer hinzugefügt wurde, {} ist nicht mehr da; fügen Sie den Layer neu hinzu.</translation>
    </message>
    <message>
      <source>The server of the layer '{}' answered with something else than a list of its tiles.</source>
      <translation>Der Server des Layers „{}“ hat mit etwas anderem als der Liste seiner Kacheln geantwortet.</translation>
    </message>
    <message>
      <source>The server of the layer '{}' did not tell which tiles it has: {}.</source>
      <translation>Der Server des Layers „{}“ hat nicht gesagt, welche Kacheln er hat: {}.</translation>
    </message>
    <message>
      <source>The server of the layer '{}' has arranged its tiles anew since the last capture; run again.</source>
      <translation>Der Server des Layers „{}“ hat seine Kacheln seit der letzten Aufnahme neu angeordnet; starten Sie noch einmal.</translation>
    </message>
    <message>
      <source>The tiles of the layer '{}' cannot be read; is its file there, and whole?</source>
      <translation>Die Kacheln des Layers „{}“ sind nicht lesbar; ist seine Datei da und vollständig?</translation>
    </message>
    <message>
      <source>The tiles of '{}' have {} x {} pixels where the layer says {} x {}; they lie where it says, and a pixel of theirs has {:.3g} times the size.</source>
      <translation>Die Kacheln von „{}“ haben {} x {} Pixel, wo der Layer {} x {} sagt; sie liegen, wo er es sagt, und eines ihrer Pixel ist {:.3g}-mal so groß.</translation>
    </message>
    <message>
      <source>The output folder {} does not exist; create it first.</source>
      <translation>Der Ausgabeordner {} existiert nicht; legen Sie ihn zuerst an.</translation>
    </message>
    <message>
      <source>The output folder {} cannot be written; choose another folder.</source>
      <translation>In den Ausgabeordner {} kann nicht geschrieben werden; wählen Sie einen anderen.</translation>
    </message>
    <message>
      <source>{} could not be written ({}); is the disk full?</source>
      <translation>{} konnte nicht geschrieben werden ({}); ist die Platte voll?</translation>
    </message>
    <message>
      <source>{} cannot be replaced ({}); is it open in another program?</source>
      <translation>{} lässt sich nicht ersetzen ({}); ist es in einem anderen Programm offen?</translation>
    </message>
    <message>
      <source>No font of this computer has the letters {}; on the pages a box stands for each. Install one such as Noto Sans CJK, start QGIS anew and print again.</source>
      <translation>Keine Schrift dieses Rechners hat die Zeichen {}; auf den Seiten steht für jedes ein Kästchen. Installieren Sie eine wie Noto Sans CJK, starten Sie QGIS neu und drucken Sie noch einmal.</translation>
    </message>
    <message>
      <source>{} is no template of a print layout; save one in the layout window.</source>
      <translation>{} ist keine Vorlage eines Drucklayouts; speichern Sie eine im Layoutfenster.</translation>
    </message>
    <message>
      <source>The template {} has no map; add one in the layout window.</source>
      <translation>Die Vorlage {} hat keine Karte; fügen Sie im Layoutfenster eine hinzu.</translation>
    </message>
    <message>
      <source>Rock glacier inventory</source>
      <translation>Blockgletscherinventar</translation>
    </message>
    <message>
      <source>Say who you are at the top: every decision is kept with a name.</source>
      <translation>Bitte oben den Namen angeben: jede Entscheidung wird mit einem Namen festgehalten.</translation>
    </message>
    <message>
      <source>Problems, until QGIS closes</source>
      <translation>Probleme, bis QGIS schließt</translation>
    </message>
    <message>
      <source>That failed by a fault of the plugin ({}); what is in the file is whole, the log has more.</source>
      <translation>Das scheiterte an einem Fehler der Erweiterung ({}); die Datei ist unversehrt, mehr steht im Protokoll.</translation>
    </message>
    <message>
      <source>Open the page of help (F1)</source>
      <translation>Die Hilfeseite öffnen (F1)</translation>
    </message>
    <message>
      <source>Help</source>
      <translation>Hilfe</translation>
    </message>
    <message>
      <source>{} is on a network share: let one person work in it at a time, or copy it to your own disk, which is safer and faster.</source>
      <translation>{} liegt auf einem Netzlaufwerk: darin sollte immer nur eine Person arbeiten; eine Kopie auf der eigenen Festplatte ist sicherer und schneller.</translation>
    </message>
    <message>
      <source>Open an inventory, or make a new one.</source>
      <translation>Bitte ein Inventar öffnen oder ein neues anlegen.</translation>
    </message>
    <message>
      <source>{} was taken out of the project; the inventory stays open, open it again to show the layer.</source>
      <translation>{} wurde aus dem Projekt entfernt; das Inventar bleibt offen, erneutes Öffnen zeigt den Layer wieder.</translation>
    </message>
    <message>
      <source>There is no file {}; what comes from it is not filled.</source>
      <translation>Die Datei {} gibt es nicht; was aus ihr kommt, wird nicht gefüllt.</translation>
    </message>
    <message>
      <source>No coordinate system</source>
      <translation>Kein Koordinatensystem</translation>
    </message>
    <message>
      <source>Empty layer</source>
      <translation>Leerer Layer</translation>
    </message>
    <message>
      <source>Missing fields</source>
      <translation>Fehlende Felder</translation>
    </message>
    <message>
      <source>Older schema version</source>
      <translation>Ältere Schemaversion</translation>
    </message>
    <message>
      <source>Encoding in doubt</source>
      <translation>Zeichensatz zweifelhaft</translation>
    </message>
    <message>
      <source>Said while it was read</source>
      <translation>Beim Lesen gemeldet</translation>
    </message>
    <message>
      <source>Heights or measures in the geometry</source>
      <translation>Höhen oder Messwerte in der Geometrie</translation>
    </message>
    <message>
      <source>Curved outlines</source>
      <translation>Gekrümmte Umrisse</translation>
    </message>
    <message>
      <source>Wrong unit</source>
      <translation>Falsche Einheit</translation>
    </message>
    <message>
      <source>No markers to compare with</source>
      <translation>Keine Marker zum Vergleich</translation>
    </message>
    <message>
      <source>Missing identifiers</source>
      <translation>Fehlende Kennungen</translation>
    </message>
    <message>
      <source>Identifiers of another form</source>
      <translation>Kennungen anderer Form</translation>
    </message>
    <message>
      <source>Identifiers of another place</source>
      <translation>Kennungen eines anderen Orts</translation>
    </message>
    <message>
      <source>Identifiers given twice</source>
      <translation>Doppelt vergebene Kennungen</translation>
    </message>
    <message>
      <source>Systems outlined as units</source>
      <translation>Systeme, als Einheiten umrissen</translation>
    </message>
    <message>
      <source>Markers with another identifier</source>
      <translation>Marker mit anderer Kennung</translation>
    </message>
    <message>
      <source>No geometry</source>
      <translation>Keine Geometrie</translation>
    </message>
    <message>
      <source>Invalid outlines</source>
      <translation>Ungültige Umrisse</translation>
    </message>
    <message>
      <source>Places outside the coordinate system</source>
      <translation>Orte außerhalb des Koordinatensystems</translation>
    </message>
    <message>
      <source>Outlines across 180°</source>
      <translation>Umrisse über 180° hinweg</translation>
    </message>
    <message>
      <source>Outlines there twice</source>
      <translation>Doppelte Umrisse</translation>
    </message>
    <message>
      <source>Overlaps</source>
      <translation>Überlappungen</translation>
    </message>
    <message>
      <source>Parts far apart</source>
      <translation>Weit entfernte Teile</translation>
    </message>
    <message>
      <source>Holes</source>
      <translation>Löcher</translation>
    </message>
    <message>
      <source>Too small</source>
      <translation>Zu klein</translation>
    </message>
    <message>
      <source>Areas that differ from the outline</source>
      <translation>Flächen, die vom Umriss abweichen</translation>
    </message>
    <message>
      <source>Markers outside their outline</source>
      <translation>Marker außerhalb ihres Umrisses</translation>
    </message>
    <message>
      <source>Outlines without marker</source>
      <translation>Umrisse ohne Marker</translation>
    </message>
    <message>
      <source>Markers without outline</source>
      <translation>Marker ohne Umriss</translation>
    </message>
    <message>
      <source>Several markers</source>
      <translation>Mehrere Marker</translation>
    </message>
    <message>
      <source>LAT and LON of another place</source>
      <translation>LAT und LON eines anderen Orts</translation>
    </message>
    <message>
      <source>Values that cannot be</source>
      <translation>Unmögliche Werte</translation>
    </message>
    <message>
      <source>Minimum, mean and maximum in disorder</source>
      <translation>Minimum, Mittel und Maximum vertauscht</translation>
    </message>
    <message>
      <source>Numbers that stand for nothing</source>
      <translation>Zahlen, die für nichts stehen</translation>
    </message>
    <message>
      <source>Texts in place of numbers</source>
      <translation>Texte statt Zahlen</translation>
    </message>
    <message>
      <source>Unknown words</source>
      <translation>Unbekannte Wörter</translation>
    </message>
    <message>
      <source>Garbled texts</source>
      <translation>Entstellte Texte</translation>
    </message>
    <message>
      <source>Stale attributes</source>
      <translation>Veraltete Attribute</translation>
    </message>
    <message>
      <source>Missing attributes</source>
      <translation>Fehlende Attribute</translation>
    </message>
    <message>
      <source>Missing metadata</source>
      <translation>Fehlende Metadaten</translation>
    </message>
    <message>
      <source>Systems of another form</source>
      <translation>Systeme anderer Form</translation>
    </message>
    <message>
      <source>Systems that point to nothing</source>
      <translation>Systeme, die auf nichts zeigen</translation>
    </message>
    <message>
      <source>Systems of one unit</source>
      <translation>Systeme mit einer Einheit</translation>
    </message>
    <message>
      <source>Contradictions</source>
      <translation>Widersprüche</translation>
    </message>
    <message>
      <source>Candidates that contradict the inventory</source>
      <translation>Kandidaten, die dem Inventar widersprechen</translation>
    </message>
    <message>
      <source>Draw its outline with Retrieve, or leave it: inventories of others have markers alone.</source>
      <translation>Den Umriss mit „Nachtragen“ zeichnen oder lassen: Inventare anderer haben Marker allein.</translation>
    </message>
    <message>
      <source>Nothing was found: no rule is broken.</source>
      <translation>Nichts gefunden: keine Regel ist verletzt.</translation>
    </message>
    <message>
      <source>{faults} faults, {doubts} doubts, {hints} hints</source>
      <translation>{faults} Fehler, {doubts} Zweifel, {hints} Hinweise</translation>
    </message>
    <message>
      <source>“Clip” in the warning below cuts the overlap off this one; or refine its outline.</source>
      <translation>„Zuschneiden“ in der Warnung unten schneidet die Überlappung von diesem ab; oder verfeinern Sie den Umriss.</translation>
    </message>
    <message>
      <source>“Mend” in the warning below makes the outline valid; or refine it.</source>
      <translation>„Reparieren“ in der Warnung unten macht den Umriss gültig; oder verfeinern Sie ihn.</translation>
    </message>
    <message>
      <source>“Put it inside” in the warning below, or drag the marker to its place in the outline.</source>
      <translation>„Hineinsetzen“ in der Warnung unten, oder ziehen Sie den Marker an seinen Platz im Umriss.</translation>
    </message>
    <message>
      <source>The warning below says what contradicts what, and its button settles it.</source>
      <translation>Die Warnung unten sagt, was sich widerspricht, und ihre Schaltfläche schlichtet es.</translation>
    </message>
    <message>
      <source>Fill attributes…</source>
      <translation>Attribute berechnen…</translation>
    </message>
    <message>
      <source>Open its form…</source>
      <translation>Formular öffnen…</translation>
    </message>
    <message>
      <source>Cut</source>
      <translation>Schneiden</translation>
    </message>
    <message>
      <source>Give up</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Fewer</source>
      <translation>Weniger</translation>
    </message>
    <message>
      <source>Draw by hand</source>
      <translation>Selbst zeichnen</translation>
    </message>
    <message>
      <source>Looking for furrows between units …</source>
      <translation>Suche Furchen zwischen Einheiten …</translation>
    </message>
    <message>
      <source>Make units of it along these lines; one Undo brings it back whole</source>
      <translation>Entlang dieser Linien Einheiten daraus machen; einmal Rückgängig bringt das Ganze zurück</translation>
    </message>
    <message>
      <source>Back to the candidate, nothing is changed</source>
      <translation>Zurück zum Kandidaten, nichts wird geändert</translation>
    </message>
    <message>
      <source>Leave out the cut with the highest number: it is the least sure</source>
      <translation>Den Schnitt mit der höchsten Nummer weglassen: er ist der unsicherste</translation>
    </message>
    <message>
      <source>Forget these cuts and draw a line yourself</source>
      <translation>Diese Schnitte vergessen und selbst eine Linie zeichnen</translation>
    </message>
    <message>
      <source>{} units are proposed; you decide.</source>
      <translation>{} Einheiten werden vorgeschlagen; Sie entscheiden.</translation>
    </message>
    <message>
      <source>cut {}: strength {:.2f}</source>
      <translation>Schnitt {}: Stärke {:.2f}</translation>
    </message>
    <message>
      <source>About the rock glacier inventory</source>
      <translation>Über das Blockgletscher-Inventar</translation>
    </message>
    <message>
      <source>Schema of inventories</source>
      <translation>Schema der Inventare</translation>
    </message>
    <message>
      <source>Engine</source>
      <translation>Engine</translation>
    </message>
    <message>
      <source>Your own models</source>
      <translation>Eigene Modelle</translation>
    </message>
    <message>
      <source>Plugin</source>
      <translation>Erweiterung</translation>
    </message>
    <message>
      <source>To cite</source>
      <translation>Zitieren</translation>
    </message>
    <message>
      <source>none yet</source>
      <translation>noch keine</translation>
    </message>
    <message>
      <source>GNU General Public License, version 2 or later (the file LICENSE in the plugin's folder). Models have licences of their own, which the page of models tells; those that ship lie in {}.</source>
      <translation>GNU General Public License, Version 2 oder neuer (Datei LICENSE im Ordner der Erweiterung). Modelle haben eigene Lizenzen, die auf der Seite der Modelle stehen; die mitgelieferten liegen in {}.</translation>
    </message>
    <message>
      <source>The inventory that you make, the plugin with its version, and the method: {}</source>
      <translation>Das Inventar, das Sie machen, die Erweiterung mit ihrer Version und die Methode: {}</translation>
    </message>
    <message>
      <source>{}, no rock glaciers: what it finds is shown as that in the dock, mostly to be removed.</source>
      <translation>{}, keine Blockgletscher: Was es findet, wird im Andockfenster als das gezeigt und ist meist zu entfernen.</translation>
    </message>
    <message>
      <source>precision {:.2f}</source>
      <translation>Genauigkeit {:.2f}</translation>
    </message>
    <message>
      <source>recall {:.2f}</source>
      <translation>Trefferquote {:.2f}</translation>
    </message>
    <message>
      <source>F1 {:.2f}</source>
      <translation>F1 {:.2f}</translation>
    </message>
    <message>
      <source>{} parts that were left out in turn, from {:.2f} to {:.2f}</source>
      <translation>{} Teile, die reihum ausgelassen wurden, von {:.2f} bis {:.2f}</translation>
    </message>
    <message>
      <source>The card has no figures: try it on ground that you know.</source>
      <translation>Die Karte hat keine Zahlen: Versuchen Sie es auf Gelände, das Sie kennen.</translation>
    </message>
    <message>
      <source>interval {:.2f} to {:.2f} by {} blocks of ground</source>
      <translation>Intervall {:.2f} bis {:.2f} nach {} Geländeblöcken</translation>
    </message>
    <message>
      <source>Finds</source>
      <translation>Findet</translation>
    </message>
    <message>
      <source>Works on</source>
      <translation>Arbeitet mit</translation>
    </message>
    <message>
      <source>How well</source>
      <translation>Wie gut</translation>
    </message>
    <message>
      <source>On your own ground</source>
      <translation>Auf Ihrem eigenen Gelände</translation>
    </message>
    <message>
      <source>Trained on</source>
      <translation>Trainiert mit</translation>
    </message>
    <message>
      <source>Where</source>
      <translation>Wo</translation>
    </message>
    <message>
      <source>Cite</source>
      <translation>Zu zitieren</translation>
    </message>
    <message>
      <source>Made</source>
      <translation>Erstellt</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>The card does not say.</source>
      <translation>Die Karte sagt es nicht.</translation>
    </message>
    <message>
      <source>{:g} m on the ground</source>
      <translation>{:g} m am Boden</translation>
    </message>
    <message>
      <source>needs a DEM (for {})</source>
      <translation>braucht ein Höhenmodell (für {})</translation>
    </message>
    <message>
      <source>IoU {:.2f}: of all ground that is predicted or true, this share is both</source>
      <translation>IoU {:.2f}: von allem Gelände, das vorhergesagt oder wahr ist, ist dieser Anteil beides</translation>
    </message>
    <message>
      <source>interval {:.2f} to {:.2f}</source>
      <translation>Intervall {:.2f} bis {:.2f}</translation>
    </message>
    <message>
      <source>probabilities are off by {:.2f}</source>
      <translation>Wahrscheinlichkeiten liegen um {:.2f} daneben</translation>
    </message>
    <message>
      <source>by {:.2f} to {:.2f} in one part alone</source>
      <translation>in einem Teil allein um {:.2f} bis {:.2f}</translation>
    </message>
    <message>
      <source>F1 {:.2f} by area as found, against {}</source>
      <translation>F1 {:.2f} nach Fläche wie gefunden, gegenüber {}</translation>
    </message>
    <message>
      <source>{:.0f} % of what was decided or added was corrected</source>
      <translation>{:.0f} % dessen, was entschieden oder ergänzt wurde, wurde korrigiert</translation>
    </message>
    <message>
      <source>good in {}</source>
      <translation>gut in {}</translation>
    </message>
    <message>
      <source>poor in {}</source>
      <translation>schlecht in {}</translation>
    </message>
    <message>
      <source>started from: {}</source>
      <translation>ausgegangen von: {}</translation>
    </message>
    <message>
      <source>imagery: {}</source>
      <translation>Bilddaten: {}</translation>
    </message>
    <message>
      <source>and {} more</source>
      <translation>und {} weitere</translation>
    </message>
    <message>
      <source>such as 2021-08</source>
      <translation>etwa 2021-08</translation>
    </message>
    <message>
      <source>Date of the imagery</source>
      <translation>Datum des Bildes</translation>
    </message>
    <message>
      <source>Written into MAP_DATE of the outlines that rest on this image; Enter keeps it</source>
      <translation>Steht dann in MAP_DATE der Umrisse, die auf diesem Bild beruhen; Enter behält es</translation>
    </message>
    <message>
      <source>Not known</source>
      <translation>Unbekannt</translation>
    </message>
    <message>
      <source>MAP_DATE stays empty, and you are not asked again for this image</source>
      <translation>MAP_DATE bleibt leer, und nach diesem Bild wird nicht mehr gefragt</translation>
    </message>
    <message>
      <source>When was {} taken?</source>
      <translation>Wann wurde {} aufgenommen?</translation>
    </message>
    <message>
      <source>Models (*.json *.zip)</source>
      <translation>Modelle (*.json *.zip)</translation>
    </message>
    <message>
      <source>Delete the model {} with its weights from {}? This cannot be undone; export it first to keep it.</source>
      <translation>Das Modell {} mit seinen Gewichten aus {} löschen? Das lässt sich nicht rückgängig machen; exportieren Sie es vorher, um es zu behalten.</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Models that ship with the plugin, and those in the folder of your own models</source>
      <translation>Modelle, die mit der Erweiterung kommen, und die im Ordner mit eigenen Modellen</translation>
    </message>
    <message>
      <source>What the model card says</source>
      <translation>Was die Modellkarte sagt</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>Importieren…</translation>
    </message>
    <message>
      <source>Delete…</source>
      <translation>Löschen…</translation>
    </message>
    <message>
      <source>Show on the map</source>
      <translation>Auf der Karte zeigen</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>As one .zip…</source>
      <translation>Als eine .zip-Datei…</translation>
    </message>
    <message>
      <source>Into a folder…</source>
      <translation>In einen Ordner…</translation>
    </message>
    <message>
      <source>Copy a model into your own folder: its card (.json) with the files beside it, or a .zip of them</source>
      <translation>Ein Modell in den eigenen Ordner kopieren: seine Karte (.json) mit den Dateien daneben, oder eine .zip davon</translation>
    </message>
    <message>
      <source>Copy card and weights to give the model away</source>
      <translation>Karte und Gewichte kopieren, um das Modell weiterzugeben</translation>
    </message>
    <message>
      <source>Import a model</source>
      <translation>Modell importieren</translation>
    </message>
    <message>
      <source>your own</source>
      <translation>eigenes</translation>
    </message>
    <message>
      <source>ships with the plugin</source>
      <translation>kommt mit der Erweiterung</translation>
    </message>
    <message>
      <source>Delete this model of yours</source>
      <translation>Dieses eigene Modell löschen</translation>
    </message>
    <message>
      <source>Only your own models can be deleted</source>
      <translation>Nur eigene Modelle lassen sich löschen</translation>
    </message>
    <message>
      <source>Draw where it was trained on the map</source>
      <translation>Auf der Karte zeichnen, wo es trainiert wurde</translation>
    </message>
    <message>
      <source>The card does not say where it was trained</source>
      <translation>Die Karte sagt nicht, wo es trainiert wurde</translation>
    </message>
    <message>
      <source>The model {} was checked and copied into {}.</source>
      <translation>Das Modell {} wurde geprüft und nach {} kopiert.</translation>
    </message>
    <message>
      <source>Archives (*.zip)</source>
      <translation>Archive (*.zip)</translation>
    </message>
    <message>
      <source>The model {} was copied: {}.</source>
      <translation>Das Modell {} wurde kopiert: {}.</translation>
    </message>
    <message>
      <source>Delete a model</source>
      <translation>Modell löschen</translation>
    </message>
    <message>
      <source>Deleted: {}.</source>
      <translation>Gelöscht: {}.</translation>
    </message>
    <message>
      <source>Export {}</source>
      <translation>{} exportieren</translation>
    </message>
    <message>
      <source>The layer 'Where {} was trained' is on the map.</source>
      <translation>Der Layer 'Wo {} trainiert wurde' ist auf der Karte.</translation>
    </message>
    <message>
      <source>invalid</source>
      <translation>ungültig</translation>
    </message>
    <message>
      <source>too small</source>
      <translation>zu klein</translation>
    </message>
    <message>
      <source>doubled</source>
      <translation>doppelt</translation>
    </message>
    <message>
      <source>contradicting</source>
      <translation>widersprüchlich</translation>
    </message>
    <message>
      <source>outside the imagery</source>
      <translation>außerhalb der Bilder</translation>
    </message>
    <message>
      <source>void in the image</source>
      <translation>ohne Bilddaten</translation>
    </message>
    <message>
      <source>cloud</source>
      <translation>Wolke</translation>
    </message>
    <message>
      <source>shadow</source>
      <translation>Schatten</translation>
    </message>
    <message>
      <source>between the sides</source>
      <translation>zwischen den Seiten</translation>
    </message>
    <message>
      <source>What is wrong</source>
      <translation>Was nicht stimmt</translation>
    </message>
    <message>
      <source>Which outlines are walked through: all with a fault or a doubt, or those with one</source>
      <translation>Welche Umrisse durchgegangen werden: alle mit einem Fehler oder Zweifel, oder die mit einem bestimmten</translation>
    </message>
    <message>
      <source>&amp;Previous</source>
      <translation>&amp;Zurück</translation>
    </message>
    <message>
      <source>The outline before this one</source>
      <translation>Der Umriss vor diesem</translation>
    </message>
    <message>
      <source>&amp;Next</source>
      <translation>&amp;Weiter</translation>
    </message>
    <message>
      <source>The next outline that is left out or in doubt</source>
      <translation>Der nächste Umriss, der ausgelassen oder zweifelhaft ist</translation>
    </message>
    <message>
      <source>No training outlines are open; make training data, or open their polygons.gpkg.</source>
      <translation>Es sind keine Trainingsumrisse geöffnet; erstellen Sie Trainingsdaten, oder öffnen Sie deren polygons.gpkg.</translation>
    </message>
    <message>
      <source>all ({})</source>
      <translation>alle ({})</translation>
    </message>
    <message>
      <source>{} of {}</source>
      <translation>{} von {}</translation>
    </message>
    <message>
      <source>Outline {}</source>
      <translation>Umriss {}</translation>
    </message>
    <message>
      <source>{} (It has no polygon that the map could show.)</source>
      <translation>{} (Er hat kein Polygon, das die Karte zeigen könnte.)</translation>
    </message>
    <message>
      <source>All outlines of {} are used, and none is in doubt.</source>
      <translation>Alle Umrisse von {} werden verwendet, und keiner ist zweifelhaft.</translation>
    </message>
    <message>
      <source>{} (The map's coordinate system does not reach it.)</source>
      <translation>{} (Das Koordinatensystem der Karte reicht nicht bis zu ihm.)</translation>
    </message>
    <message>
      <source>Zones as a raster of classes or of a probability, or as polygons with a field EXTENT</source>
      <translation>Zonen als Raster mit Klassen oder einer Wahrscheinlichkeit, oder als Polygone mit einem Feld EXTENT</translation>
    </message>
    <message>
      <source>The index of Gruber (2012), from 0 to 1, as a raster</source>
      <translation>Der Index von Gruber (2012), von 0 bis 1, als Raster</translation>
    </message>
    <message>
      <source>Lapse rate (K per km)</source>
      <translation>Höhengradient (K je km)</translation>
    </message>
    <message>
      <source>no correction</source>
      <translation>keine Korrektur</translation>
    </message>
    <message>
      <source>Corrects air temperature from the elevation of the climate model's cell to the landform's own mean elevation. Positive: colder upwards, such as 6.5. Empty or 0: no correction</source>
      <translation>Rechnet die Lufttemperatur von der Höhe der Zelle des Klimamodells auf die mittlere Höhe der Landform um. Positiv: nach oben kälter, etwa 6.5. Leer oder 0: keine Korrektur</translation>
    </message>
    <message>
      <source>The climate model's own elevation or geopotential; empty where the file of air temperature has it</source>
      <translation>Höhe oder Geopotential des Klimamodells; leer, wo die Datei der Lufttemperatur sie enthält</translation>
    </message>
    <message>
      <source>{}. Also many files: chosen together, a folder, a pattern, or names with ; between</source>
      <translation>{}. Auch viele Dateien: zusammen gewählt, ein Ordner, ein Muster oder Namen mit ; dazwischen</translation>
    </message>
    <message>
      <source>Classes</source>
      <translation>Klassen</translation>
    </message>
    <message>
      <source>What the codes of a raster mean, where it does not say so itself: continuous, discontinuous, sporadic, isolated, none; for polygons also outside=none</source>
      <translation>Was die Codes eines Rasters bedeuten, wo es das nicht selbst sagt: continuous, discontinuous, sporadic, isolated, none; bei Polygonen auch outside=none</translation>
    </message>
    <message>
      <source>Which band, variable or layer of the file; may be left empty where it has only one</source>
      <translation>Welches Band, welche Variable oder welcher Layer der Datei; kann leer bleiben, wo sie nur eines hat</translation>
    </message>
    <message>
      <source>Which band or variable of the file; may be left empty where it has only one</source>
      <translation>Welches Band oder welche Variable der Datei; kann leer bleiben, wo sie nur eines hat</translation>
    </message>
    <message>
      <source>As many as it takes to know a share so well, in 19 of 20 samples, whatever is found</source>
      <translation>So viele, wie es braucht, um einen Anteil in 19 von 20 Stichproben so gut zu kennen, was auch immer gefunden wird</translation>
    </message>
    <message>
      <source>How many were missed altogether? Windows over the study area, in which reviewers look for them</source>
      <translation>Wie viele wurden überhaupt übersehen? Fenster über dem Untersuchungsgebiet, in denen danach gesucht wird</translation>
    </message>
    <message>
      <source>How many?</source>
      <translation>Wie viele?</translation>
    </message>
    <message>
      <source>Draw</source>
      <translation>Ziehen</translation>
    </message>
    <message>
      <source>Windows of ground…</source>
      <translation>Fenster im Gelände…</translation>
    </message>
    <message>
      <source>the whole inventory</source>
      <translation>ganzem Inventar</translation>
    </message>
    <message>
      <source>Number of more markers</source>
      <translation>Zahl der weiteren Marker</translation>
    </message>
    <message>
      <source>How many markers are drawn beside those that the sample has; none is judged twice</source>
      <translation>Wie viele Marker zu denen der Stichprobe hinzugezogen werden; keiner wird zweimal beurteilt</translation>
    </message>
    <message>
      <source>Draw more</source>
      <translation>Weitere ziehen</translation>
    </message>
    <message>
      <source>Draw them into this sample, by the same design and seed</source>
      <translation>In diese Stichprobe ziehen, nach demselben Plan und Startwert</translation>
    </message>
    <message>
      <source>at random</source>
      <translation>zufällig</translation>
    </message>
    <message>
      <source>by subregion</source>
      <translation>nach Teilregion</translation>
    </message>
    <message>
      <source>by size</source>
      <translation>nach Größe</translation>
    </message>
    <message>
      <source>by probability</source>
      <translation>nach Wahrscheinlichkeit</translation>
    </message>
    <message>
      <source>systematic on a grid</source>
      <translation>systematisch auf einem Gitter</translation>
    </message>
    <message>
      <source>Design</source>
      <translation>Plan</translation>
    </message>
    <message>
      <source>Random, so many from each stratum as it has of the whole, or evenly spread</source>
      <translation>Zufällig, aus jeder Schicht nach ihrem Anteil am Ganzen, oder gleichmäßig verteilt</translation>
    </message>
    <message>
      <source>Take a share of all primary markers</source>
      <translation>Einen Anteil aller Primärmarker nehmen</translation>
    </message>
    <message>
      <source>Take a number of primary markers</source>
      <translation>Eine Anzahl von Primärmarkern nehmen</translation>
    </message>
    <message>
      <source>Share in percent</source>
      <translation>Anteil in Prozent</translation>
    </message>
    <message>
      <source>Share of the primary markers to review</source>
      <translation>Anteil der Primärmarker für die Durchsicht</translation>
    </message>
    <message>
      <source>Number of primary markers to review</source>
      <translation>Anzahl der Primärmarker für die Durchsicht</translation>
    </message>
    <message>
      <source>Half-width in percent</source>
      <translation>Halbe Breite in Prozent</translation>
    </message>
    <message>
      <source>The same seed draws the same sample again</source>
      <translation>Derselbe Startwert zieht dieselbe Stichprobe noch einmal</translation>
    </message>
    <message>
      <source>Subregion</source>
      <translation>Teilgebiet</translation>
    </message>
    <message>
      <source>Draw from the whole inventory, or from one subregion</source>
      <translation>Aus dem ganzen Inventar ziehen oder aus einem Teilgebiet</translation>
    </message>
    <message>
      <source>How many persons are to look at each marker</source>
      <translation>Wie viele Personen jeden Marker ansehen sollen</translation>
    </message>
    <message>
      <source>Draw the sample and begin with it</source>
      <translation>Die Stichprobe ziehen und mit ihr beginnen</translation>
    </message>
    <message>
      <source>A sample of the primary markers</source>
      <translation>Eine Stichprobe der Primärmarker</translation>
    </message>
    <message>
      <source>More markers for this sample</source>
      <translation>Weitere Marker für diese Stichprobe</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Aus</translation>
    </message>
    <message>
      <source>{} of {} markers</source>
      <translation>{} von {} Markern</translation>
    </message>
    <message>
      <source>Settings of the rock glacier inventory</source>
      <translation>Einstellungen des Blockgletscherinventars</translation>
    </message>
    <message>
      <source>name of the imagery, such as PlanetScope basemap</source>
      <translation>Name der Bilddaten, etwa PlanetScope basemap</translation>
    </message>
    <message>
      <source>its date, such as Q3/Q4 2021</source>
      <translation>ihr Datum, etwa Q3/Q4 2021</translation>
    </message>
    <message>
      <source>Written into SOUR_DATA of outlines you draw; empty takes the name of the image on the map</source>
      <translation>Steht dann in SOUR_DATA gezeichneter Umrisse; leer: der Name des Bildes auf der Karte</translation>
    </message>
    <message>
      <source>Written into MAP_DATE of every outline</source>
      <translation>Steht dann in MAP_DATE jedes Umrisses</translation>
    </message>
    <message>
      <source>Polygons of glaciers; how much of an outline lies in them is shown</source>
      <translation>Polygone von Gletschern; gezeigt wird, wie viel eines Umrisses darin liegt</translation>
    </message>
    <message>
      <source>This inventory</source>
      <translation>Dieses Inventar</translation>
    </message>
    <message>
      <source>Imagery</source>
      <translation>Bilddaten</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <source>Open glacier outlines, such as those of the RGI: a file, several at once, or a folder by the arrow</source>
      <translation>Gletscherumrisse öffnen, etwa die des RGI: eine Datei, mehrere zugleich, oder einen Ordner mit dem Pfeil</translation>
    </message>
    <message>
      <source> m</source>
      <translation> m</translation>
    </message>
    <message>
      <source>Ground that the map shows on each side of a candidate, until you zoom</source>
      <translation>Gelände, das die Karte auf jeder Seite eines Kandidaten zeigt, bis Sie zoomen</translation>
    </message>
    <message>
      <source>Always the same scale, 1:</source>
      <translation>Immer derselbe Maßstab, 1:</translation>
    </message>
    <message>
      <source>Show every candidate at this scale, however large it is</source>
      <translation>Jeden Kandidaten in diesem Maßstab zeigen, wie groß er auch ist</translation>
    </message>
    <message>
      <source>Denominator of the fixed scale</source>
      <translation>Nenner des festen Maßstabs</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>Context around a candidate</source>
      <translation>Umgebung eines Kandidaten</translation>
    </message>
    <message>
      <source>What it is mapped on, and how the map is shown</source>
      <translation>Worauf kartiert wird, und wie die Karte gezeigt wird</translation>
    </message>
    <message>
      <source>Attributes</source>
      <translation>Attribute</translation>
    </message>
    <message>
      <source>The files that attributes come from</source>
      <translation>Die Dateien, aus denen die Attribute kommen</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Which key does what</source>
      <translation>Was jede Taste tut</translation>
    </message>
    <message>
      <source>Looking …</source>
      <translation>Sehe nach …</translation>
    </message>
    <message>
      <source>all years</source>
      <translation>alle Jahre</translation>
    </message>
    <message>
      <source>as the file says</source>
      <translation>wie in der Datei</translation>
    </message>
    <message>
      <source>Elevations in metres: elevation, slope, aspect and potential incoming solar radiation</source>
      <translation>Höhen in Metern: Höhe, Neigung, Exposition und potenzielle Sonneneinstrahlung</translation>
    </message>
    <message>
      <source>From these files the dock fills the attributes of what you refine, retrieve, split or merge. What is left empty is not filled.</source>
      <translation>Aus diesen Dateien füllt das Andockfenster die Attribute dessen, was Sie verfeinern, nachtragen, teilen oder vereinigen. Was leer bleibt, wird nicht gefüllt.</translation>
    </message>
    <message>
      <source>Years</source>
      <translation>Jahre</translation>
    </message>
    <message>
      <source>Which variable of the file; may be left empty where it has only one</source>
      <translation>Welche Variable der Datei; darf leer bleiben, wo sie nur eine hat</translation>
    </message>
    <message>
      <source>First and last year of the mean, such as 1981-2010; empty takes all years of the file</source>
      <translation>Erstes und letztes Jahr des Mittels, etwa 1981-2010; leer nimmt alle Jahre der Datei</translation>
    </message>
    <message>
      <source>Unit of the values, only where the file names none or a wrong one</source>
      <translation>Einheit der Werte, nur wo die Datei keine oder eine falsche nennt</translation>
    </message>
    <message>
      <source>Mean annual air temperature, or a series of months</source>
      <translation>Jahresmittel der Lufttemperatur oder eine Reihe von Monaten</translation>
    </message>
    <message>
      <source>Mean annual ground temperature, or a series of months</source>
      <translation>Jahresmittel der Bodentemperatur oder eine Reihe von Monaten</translation>
    </message>
    <message>
      <source>Annual precipitation, or a series of months</source>
      <translation>Jahresniederschlag oder eine Reihe von Monaten</translation>
    </message>
    <message>
      <source>Loss and IoU of the patches that are trained on, and of others</source>
      <translation>Verlust und IoU der Bildstücke, mit denen trainiert wird, und anderer</translation>
    </message>
    <message>
      <source>Training: {}</source>
      <translation>Training: {}</translation>
    </message>
    <message>
      <source>The curves appear when the network is judged for the first time, and are kept in {}.</source>
      <translation>Die Kurven erscheinen, wenn das Netz zum ersten Mal beurteilt wird, und werden in {} festgehalten.</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>Kartierung</translation>
    </message>
    <message>
      <source>Decide on the candidates</source>
      <translation>Über die Kandidaten entscheiden</translation>
    </message>
    <message>
      <source>Review</source>
      <translation>Durchsicht</translation>
    </message>
    <message>
      <source>Check a sample of the inventory</source>
      <translation>Eine Stichprobe des Inventars prüfen</translation>
    </message>
    <message>
      <source>Finish</source>
      <translation>Abschluss</translation>
    </message>
    <message>
      <source>What is still open, statistics and report</source>
      <translation>Was noch offen ist, Statistik und Bericht</translation>
    </message>
    <message>
      <source>Stretch the image to what is in view</source>
      <translation>Bild auf das Sichtbare strecken</translation>
    </message>
    <message>
      <source>Detect in view</source>
      <translation>Im Ausschnitt suchen</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Stop the search; what was found so far stays in the inventory</source>
      <translation>Die Suche anhalten; was bis jetzt gefunden wurde, bleibt im Inventar</translation>
    </message>
    <message>
      <source>How much of the view is searched</source>
      <translation>Wie viel vom Ausschnitt durchsucht ist</translation>
    </message>
    <message>
      <source>Improve the model with this inventory…</source>
      <translation>Modell mit diesem Inventar verbessern…</translation>
    </message>
    <message>
      <source>For an image of more than 8 bits, which looks black or pale: only its colours on the map change</source>
      <translation>Für ein Bild mit mehr als 8 Bit, das schwarz oder blass aussieht: nur seine Farben auf der Karte ändern sich</translation>
    </message>
    <message>
      <source>Candidates in the view that nobody has decided on or commented are replaced by what is found, whichever model they are of; else only those of the same model</source>
      <translation>Kandidaten im Ausschnitt, über die niemand entschieden und die niemand kommentiert hat, werden durch das Gefundene ersetzt, gleich von welchem Modell; ohne diesen Haken nur die desselben Modells</translation>
    </message>
    <message>
      <source>Models…</source>
      <translation>Modelle…</translation>
    </message>
    <message>
      <source>What each model finds, how well and under which licence; import, export, delete</source>
      <translation>Was jedes Modell findet, wie gut und unter welcher Lizenz; importieren, exportieren, löschen</translation>
    </message>
    <message>
      <source>Search the image that the map shows with the model {}; candidates come into the inventory while the search goes on. The arrow offers other models.</source>
      <translation>Das Bild, das die Karte zeigt, mit dem Modell {} durchsuchen; Kandidaten kommen ins Inventar, während die Suche weitergeht. Der Pfeil bietet andere Modelle an.</translation>
    </message>
    <message>
      <source>(none)</source>
      <translation>(keines)</translation>
    </message>
    <message>
      <source>The model learns from what was decided here, and is compared with itself as it is now on ground that neither has seen; the better one is kept</source>
      <translation>Das Modell lernt aus dem, was hier entschieden wurde, und wird mit seinem jetzigen Stand auf Gelände verglichen, das keines gesehen hat; das bessere bleibt</translation>
    </message>
    <message>
      <source>Opens the page where the engine is set up, in a few minutes</source>
      <translation>Öffnet die Seite, auf der die Engine in wenigen Minuten eingerichtet wird</translation>
    </message>
    <message>
      <source>Close this card</source>
      <translation>Diese Karte schließen</translation>
    </message>
    <message>
      <source>The engine is being set up.</source>
      <translation>Die Engine wird eingerichtet.</translation>
    </message>
    <message>
      <source>Mapping and reviewing go without the engine; detection and attributes need it.</source>
      <translation>Kartieren und Prüfen gehen ohne die Engine; Erkennung und Attribute brauchen sie.</translation>
    </message>
    <message>
      <source>How far it is…</source>
      <translation>Wie weit sie ist…</translation>
    </message>
    <message>
      <source>The engine is off; it starts when attributes are to be filled</source>
      <translation>Die Engine ist aus; sie startet, wenn Attribute zu füllen sind</translation>
    </message>
    <message>
      <source>The engine is starting</source>
      <translation>Die Engine startet</translation>
    </message>
    <message>
      <source>The engine is ready: attributes are filled as you map</source>
      <translation>Die Engine ist bereit: Attribute werden beim Kartieren gefüllt</translation>
    </message>
    <message>
      <source>The engine is at work</source>
      <translation>Die Engine arbeitet gerade</translation>
    </message>
    <message>
      <source>The engine failed</source>
      <translation>Die Engine ist ausgefallen</translation>
    </message>
    <message>
      <source>The engine is missing</source>
      <translation>Die Engine fehlt</translation>
    </message>
    <message>
      <source>There is no rock glacier yet.</source>
      <translation>Es gibt noch keinen Blockgletscher.</translation>
    </message>
    <message>
      <source>Open for export</source>
      <translation>Offen für den Export</translation>
    </message>
    <message>
      <source>Undecided candidates</source>
      <translation>Offene Kandidaten</translation>
    </message>
    <message>
      <source>Markers outside</source>
      <translation>Marker außerhalb</translation>
    </message>
    <message>
      <source>Missing dates</source>
      <translation>Fehlende Aufnahmedaten</translation>
    </message>
    <message>
      <source>Samples to judge</source>
      <translation>Stichproben zu beurteilen</translation>
    </message>
    <message>
      <source>Too few reviewed</source>
      <translation>Zu wenig durchgesehen</translation>
    </message>
    <message>
      <source>Candidates that nobody has decided on</source>
      <translation>Kandidaten, über die niemand entschieden hat</translation>
    </message>
    <message>
      <source>Two rock glaciers with one identifier, and what else no gesture makes</source>
      <translation>Zwei Blockgletscher mit einer Kennung, und was sonst keine Handlung hinterlässt</translation>
    </message>
    <message>
      <source>Rock glaciers that cover ground of another one</source>
      <translation>Blockgletscher, die Gelände eines anderen bedecken</translation>
    </message>
    <message>
      <source>Rock glaciers whose primary marker is outside the outline, or missing</source>
      <translation>Blockgletscher, deren Primärmarker außerhalb des Umrisses liegt oder fehlt</translation>
    </message>
    <message>
      <source>Rock glaciers below 0.01 km², the least area of the inventory</source>
      <translation>Blockgletscher unter 0,01 km², der Mindestfläche des Inventars</translation>
    </message>
    <message>
      <source>Rock glaciers whose attributes are older than their outline</source>
      <translation>Blockgletscher, deren Attribute älter sind als ihr Umriss</translation>
    </message>
    <message>
      <source>Rock glaciers that lack elevations, or what others have or have a file for</source>
      <translation>Blockgletscher ohne Höhen oder ohne das, was andere haben oder wofür es eine Datei gibt</translation>
    </message>
    <message>
      <source>Rock glaciers of which nobody has said when the imagery was taken</source>
      <translation>Blockgletscher, von denen niemand gesagt hat, wann das Bild aufgenommen wurde</translation>
    </message>
    <message>
      <source>Samples of which some markers wait for a reviewer</source>
      <translation>Stichproben, in denen noch etwas auf eine Durchsicht wartet</translation>
    </message>
    <message>
      <source>Primary markers that are to be reviewed until 5 % of all are</source>
      <translation>Primärmarker, die noch durchzusehen sind, bis es 5 % von allen sind</translation>
    </message>
    <message>
      <source>{kind}: {count}</source>
      <translation>{kind}: {count}</translation>
    </message>
    <message>
      <source>{kind}: {place} of {total}</source>
      <translation>{kind}: {place} von {total}</translation>
    </message>
    <message>
      <source>Tables…</source>
      <translation>Tabellen…</translation>
    </message>
    <message>
      <source>Maps by cells…</source>
      <translation>Karten nach Zellen…</translation>
    </message>
    <message>
      <source>Agreement…</source>
      <translation>Übereinstimmung…</translation>
    </message>
    <message>
      <source>Report…</source>
      <translation>Bericht…</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exportieren…</translation>
    </message>
    <message>
      <source>Publish…</source>
      <translation>Veröffentlichen…</translation>
    </message>
    <message>
      <source>Tables of the inventory, whole and by subregion</source>
      <translation>Tabellen des Inventars, im Ganzen und nach Teilregion</translation>
    </message>
    <message>
      <source>Number, density and means in cells of a grid</source>
      <translation>Anzahl, Dichte und Mittelwerte in den Zellen eines Gitters</translation>
    </message>
    <message>
      <source>What reviewers agree on, and how good the inventory is</source>
      <translation>Worin die Durchsichten übereinstimmen und wie gut das Inventar ist</translation>
    </message>
    <message>
      <source>One page with map, figures, tables and methods</source>
      <translation>Eine Seite mit Karte, Abbildungen, Tabellen und Methoden</translation>
    </message>
    <message>
      <source>The inventory with the names, units and codes of TPRoGI, RGIK or the global inventory</source>
      <translation>Das Inventar mit den Namen, Einheiten und Codes von TPRoGI, RGIK oder des globalen Inventars</translation>
    </message>
    <message>
      <source>A folder for an archive: data, metadata, and what changed since the last publication</source>
      <translation>Ein Ordner für ein Archiv: Daten, Metadaten und was sich seit der letzten Veröffentlichung geändert hat</translation>
    </message>
    <message>
      <source>It has no outline, and no more than its marker can go out.</source>
      <translation>Er hat keinen Umriss, und nicht mehr als sein Marker kann hinausgehen.</translation>
    </message>
    <message>
      <source>Another one has the same identifier.</source>
      <translation>Ein anderer hat dieselbe Kennung.</translation>
    </message>
    <message>
      <source>It has no identifier.</source>
      <translation>Er hat keine Kennung.</translation>
    </message>
    <message>
      <source>Reviewers judge that it is none.</source>
      <translation>Prüfer halten ihn für keinen.</translation>
    </message>
    <message>
      <source>Reviewers said yes and no, and there is no consensus.</source>
      <translation>Prüfer sagten ja und nein, und es gibt keinen Konsens.</translation>
    </message>
    <message>
      <source>Its attributes are older than its outline, or were never computed.</source>
      <translation>Seine Attribute sind älter als sein Umriss oder wurden nie berechnet.</translation>
    </message>
    <message>
      <source>Remove it, refine it, or leave it: the least area is a rule of the method.</source>
      <translation>Entfernen, verfeinern oder lassen: Die Mindestfläche ist eine Regel der Methode.</translation>
    </message>
    <message>
      <source>Refining fills it; “Fill attributes…” in Finish fills all of them.</source>
      <translation>Verfeinern berechnet sie; „Attribute berechnen…“ im Abschluss berechnet alle.</translation>
    </message>
    <message>
      <source>“Fill attributes…” in Finish fills all that there is a file for.</source>
      <translation>„Attribute berechnen…“ im Abschluss berechnet alle, für die es eine Datei gibt.</translation>
    </message>
    <message>
      <source>Write below when its image was taken; all outlines on that image get the date.</source>
      <translation>Schreiben Sie unten, wann das Bild aufgenommen wurde; alle Umrisse auf diesem Bild bekommen das Datum.</translation>
    </message>
    <message>
      <source>Mend it, fill its attributes in Finish, or leave it: the tool asks about those that are left.</source>
      <translation>Beheben, seine Attribute unter „Abschluss“ füllen oder lassen: Nach denen, die bleiben, fragt das Werkzeug.</translation>
    </message>
    <message>
      <source>{} without an outline</source>
      <translation>{} ohne Umriss</translation>
    </message>
    <message>
      <source>{} with an identifier that another one has</source>
      <translation>{} mit einer Kennung, die ein anderer hat</translation>
    </message>
    <message>
      <source>{} without identifier</source>
      <translation>{} ohne Kennung</translation>
    </message>
    <message>
      <source>{} in samples that are not judged by all</source>
      <translation>{} in Stichproben, die nicht alle beurteilt haben</translation>
    </message>
    <message>
      <source>{} judged no</source>
      <translation>{} mit „nein“ beurteilt</translation>
    </message>
    <message>
      <source>{} judged yes and no</source>
      <translation>{} mit „ja“ und „nein“ beurteilt</translation>
    </message>
    <message>
      <source>{} with stale attributes</source>
      <translation>{} mit veralteten Attributen</translation>
    </message>
    <message>
      <source>All {} rock glaciers are decided.</source>
      <translation>Alle {} Blockgletscher sind entschieden.</translation>
    </message>
    <message>
      <source>Asked about before they go out: {}.</source>
      <translation>Gefragt wird, bevor sie hinausgehen, nach: {}.</translation>
    </message>
    <message>
      <source>Undecided candidates, which never go out: {}.</source>
      <translation>Unentschiedene Kandidaten, die nie hinausgehen: {}.</translation>
    </message>
    <message>
      <source>{} markers without an outline go out.</source>
      <translation>{} Marker ohne Umriss gehen hinaus.</translation>
    </message>
    <message>
      <source>New</source>
      <translation>Neu</translation>
    </message>
    <message>
      <source>Make a new inventory</source>
      <translation>Neues Inventar anlegen</translation>
    </message>
    <message>
      <source>Open…</source>
      <translation>Öffnen…</translation>
    </message>
    <message>
      <source>Open an inventory</source>
      <translation>Inventar öffnen</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Keys, zoom and the engine</source>
      <translation>Tasten, Zoom und Engine</translation>
    </message>
    <message>
      <source>your name</source>
      <translation>Ihr Name</translation>
    </message>
    <message>
      <source>Forget this name</source>
      <translation>Diesen Namen vergessen</translation>
    </message>
    <message>
      <source>The inventory you work on; the list has the recent ones</source>
      <translation>Das Inventar in Bearbeitung; die Liste enthält die zuletzt geöffneten</translation>
    </message>
    <message>
      <source>Your name</source>
      <translation>Ihr Name</translation>
    </message>
    <message>
      <source>Your name, as it is written beside what you decide</source>
      <translation>Ihr Name, wie er neben jeder Entscheidung steht</translation>
    </message>
    <message>
      <source>Reviewer</source>
      <translation>Durchsicht von</translation>
    </message>
    <message>
      <source>Mapper</source>
      <translation>Kartierung von</translation>
    </message>
    <message>
      <source>no inventory is open</source>
      <translation>kein Inventar geöffnet</translation>
    </message>
    <message>
      <source>Take {} off the list of names; what was decided under it keeps it</source>
      <translation>{} aus der Liste der Namen nehmen; was darunter entschieden wurde, behält ihn</translation>
    </message>
    <message>
      <source>Take the name off the list of names</source>
      <translation>Den Namen aus der Liste der Namen nehmen</translation>
    </message>
    <message>
      <source>Reset all keys</source>
      <translation>Alle Tasten zurücksetzen</translation>
    </message>
    <message>
      <source>Give every action the key it had at first</source>
      <translation>Jeder Aktion wieder ihre ursprüngliche Taste geben</translation>
    </message>
    <message>
      <source>These keys do the same</source>
      <translation>Diese Tasten bewirken dasselbe</translation>
    </message>
    <message>
      <source>Press the key for: {}</source>
      <translation>Taste drücken für: {}</translation>
    </message>
    <message>
      <source>No key for: {}</source>
      <translation>Keine Taste für: {}</translation>
    </message>
    <message>
      <source> or </source>
      <translation> oder </translation>
    </message>
    <message>
      <source>The key {} already means “{}”; choose another one for “{}”.</source>
      <translation>Die Taste {} bedeutet schon „{}“; bitte eine andere für „{}“ wählen.</translation>
    </message>
    <message>
      <source>How sharp the edge is at each level, from the smallest outline to the largest: ○ as found, ▲ sharpest. A click goes to that level</source>
      <translation>Wie scharf der Rand auf jeder Stufe ist, vom kleinsten Umriss zum größten: ○ wie gefunden, ▲ am schärfsten. Ein Klick geht zu dieser Stufe</translation>
    </message>
    <message>
      <source>Level {} of {}</source>
      <translation>Stufe {} von {}</translation>
    </message>
    <message>
      <source>Draw on from here</source>
      <translation>Von hier weiterzeichnen</translation>
    </message>
    <message>
      <source>Mend this outline with QGIS's vertex tool</source>
      <translation>Diesen Umriss mit dem Stützpunktwerkzeug von QGIS verbessern</translation>
    </message>
    <message>
      <source>Level {} · {}</source>
      <translation>Stufe {} · {}</translation>
    </message>
    <message>
      <source>{} ({}) against as found · {}</source>
      <translation>{} ({}) gegenüber dem Fund · {}</translation>
    </message>
    <message>
      <source>Shrink</source>
      <translation>Kleiner</translation>
    </message>
    <message>
      <source>Let the outline shrink to a higher probability; also Ctrl and the wheel</source>
      <translation>Den Umriss auf eine höhere Wahrscheinlichkeit schrumpfen lassen; auch mit Strg und dem Mausrad</translation>
    </message>
    <message>
      <source>Edge</source>
      <translation>Rand</translation>
    </message>
    <message>
      <source>The outline where the probability falls most steeply and, where a DEM is known, the ground bends</source>
      <translation>Der Umriss, an dem die Wahrscheinlichkeit am steilsten abfällt und, wo ein Höhenmodell bekannt ist, das Gelände einen Knick hat</translation>
    </message>
    <message>
      <source>Grow</source>
      <translation>Größer</translation>
    </message>
    <message>
      <source>Let the outline grow to a lower probability; also Ctrl and the wheel</source>
      <translation>Den Umriss auf eine niedrigere Wahrscheinlichkeit wachsen lassen; auch mit Strg und dem Mausrad</translation>
    </message>
    <message>
      <source>as it was found · {}</source>
      <translation>wie gefunden · {}</translation>
    </message>
    <message>
      <source>Close this message</source>
      <translation>Diese Meldung schließen</translation>
    </message>
    <message>
      <source>Choose a comment that was written before; the key twice takes the last one</source>
      <translation>Einen Kommentar wählen, der schon einmal geschrieben wurde; die Taste zweimal nimmt den letzten</translation>
    </message>
    <message>
      <source>No comment</source>
      <translation>Kein Kommentar</translation>
    </message>
    <message>
      <source>Which comment?</source>
      <translation>Welcher Kommentar?</translation>
    </message>
    <message>
      <source>Write it as the comment: {}</source>
      <translation>Als Kommentar schreiben: {}</translation>
    </message>
    <message>
      <source>Comment</source>
      <translation>Kommentar</translation>
    </message>
    <message>
      <source>A remark that is kept with it; Enter ends it</source>
      <translation>Eine Bemerkung, die dabei festgehalten wird; die Eingabetaste schließt sie ab</translation>
    </message>
    <message>
      <source>Nothing to undo</source>
      <translation>Nichts rückgängig zu machen</translation>
    </message>
    <message>
      <source>Nothing to redo</source>
      <translation>Nichts zu wiederholen</translation>
    </message>
    <message>
      <source>Identifiers, geometry, sizes, overlaps, markers, values, texts and systems; nothing is changed</source>
      <translation>Kennungen, Geometrie, Größen, Überlappungen, Marker, Werte, Texte und Systeme; nichts wird geändert</translation>
    </message>
    <message>
      <source>A layer with a point and an outline for each thing that was found</source>
      <translation>Ein Layer mit einem Punkt und einem Umriss zu jedem Fund</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Prüfen</translation>
    </message>
    <message>
      <source>Stopped: nothing was checked to its end.</source>
      <translation>Angehalten: nichts wurde zu Ende geprüft.</translation>
    </message>
    <message>
      <source>The inventory has changed since it was checked: check it again.</source>
      <translation>Das Inventar hat sich seit der Prüfung geändert: prüfen Sie es noch einmal.</translation>
    </message>
    <message>
      <source>Check everything…</source>
      <translation>Alles prüfen…</translation>
    </message>
    <message>
      <source>Check no further</source>
      <translation>Nicht weiter prüfen</translation>
    </message>
    <message>
      <source>Checking…{}</source>
      <translation>Wird geprüft…{}</translation>
    </message>
    <message>
      <source>By {}</source>
      <translation>Nach {}</translation>
    </message>
    <message>
      <source>Found as this, so it is removed at once; press it on one that is no rock glacier</source>
      <translation>Als das gefunden, daher sofort entfernt; drücken, wenn es kein Blockgletscher ist</translation>
    </message>
    <message>
      <source>Another reason</source>
      <translation>Anderer Grund</translation>
    </message>
    <message>
      <source>Remove it for another reason than the one it was found for</source>
      <translation>Aus einem anderen Grund entfernen als dem, der beim Finden genannt wurde</translation>
    </message>
    <message>
      <source>Remove it at once, for the same reason as the last one</source>
      <translation>Sofort entfernen, aus demselben Grund wie den letzten</translation>
    </message>
    <message>
      <source>Do not remove</source>
      <translation>Nicht entfernen</translation>
    </message>
    <message>
      <source>Remove it for the same reason as the last one</source>
      <translation>Aus demselben Grund entfernen wie zuletzt</translation>
    </message>
    <message>
      <source>Accept</source>
      <translation>Übernehmen</translation>
    </message>
    <message>
      <source>Write the outline into the inventory</source>
      <translation>Den Umriss ins Inventar schreiben</translation>
    </message>
    <message>
      <source>Stop drawing, nothing is changed</source>
      <translation>Zeichnen beenden, nichts wird geändert</translation>
    </message>
    <message>
      <source>Split</source>
      <translation>Teilen</translation>
    </message>
    <message>
      <source>Why is it removed?</source>
      <translation>Warum wird er entfernt?</translation>
    </message>
    <message>
      <source>Reshape</source>
      <translation>Umformen</translation>
    </message>
    <message>
      <source>Draw where the rim should run, with the left button held down</source>
      <translation>Mit gedrückter linker Taste zeichnen, wo der Rand verlaufen soll</translation>
    </message>
    <message>
      <source>Vertices</source>
      <translation>Stützpunkte</translation>
    </message>
    <message>
      <source>Move, add or delete single vertices</source>
      <translation>Einzelne Stützpunkte verschieben, hinzufügen oder löschen</translation>
    </message>
    <message>
      <source>Freehand</source>
      <translation>Freihand</translation>
    </message>
    <message>
      <source>Draw the whole outline anew, with the left button held down</source>
      <translation>Den ganzen Umriss neu zeichnen, mit gedrückter linker Taste</translation>
    </message>
    <message>
      <source>Smooth</source>
      <translation>Glätten</translation>
    </message>
    <message>
      <source>Smooth the outline; once more smooths it more, Ctrl+Z takes it back</source>
      <translation>Den Umriss glätten; noch einmal glättet mehr, Strg+Z nimmt es zurück</translation>
    </message>
    <message>
      <source>Remove: {}</source>
      <translation>Entfernen: {}</translation>
    </message>
    <message>
      <source>same as last: {}</source>
      <translation>wie zuletzt: {}</translation>
    </message>
    <message>
      <source>Remove it: {}</source>
      <translation>Entfernen: {}</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <source>Area on the ellipsoid, mean elevation, mean slope, mean aspect</source>
      <translation>Fläche auf dem Ellipsoid, mittlere Höhe, mittlere Hangneigung, mittlere Exposition</translation>
    </message>
    <message>
      <source>Incoming solar radiation, air and ground temperature, precipitation, permafrost zone and index of the outline</source>
      <translation>Einstrahlung, Luft- und Bodentemperatur, Niederschlag, Permafrostzone und -index des Umrisses</translation>
    </message>
    <message>
      <source>Mean probability inside the outline, ± how far several networks disagree, and the highest</source>
      <translation>Mittlere Wahrscheinlichkeit im Umriss, ± wie weit mehrere Netze sich uneinig sind, und die höchste</translation>
    </message>
    <message>
      <source>{} on {}</source>
      <translation>{} auf {}</translation>
    </message>
    <message>
      <source>Decided: {}</source>
      <translation>Entschieden: {}</translation>
    </message>
    <message>
      <source>{} inside glacier outlines</source>
      <translation>{} in Gletscherumrissen</translation>
    </message>
    <message>
      <source>Reviewed: {} of {} markers that were drawn; {} in all</source>
      <translation>Durchgesehen: {} von {} gezogenen Markern; {} insgesamt</translation>
    </message>
    <message>
      <source>Look again</source>
      <translation>Neu zählen</translation>
    </message>
    <message>
      <source>How many candidates of the whole inventory are decided</source>
      <translation>Über wie viele Kandidaten des ganzen Inventars entschieden ist</translation>
    </message>
    <message>
      <source>Fill what is stale or missing, from the files that the inventory remembers</source>
      <translation>Berechnet, was veraltet ist oder fehlt, aus den Dateien, die sich das Inventar merkt</translation>
    </message>
    <message>
      <source>One after the other on the map, each with the reason</source>
      <translation>Einen nach dem anderen auf der Karte, jeden mit dem Grund</translation>
    </message>
    <message>
      <source>Compare no more outlines</source>
      <translation>Keine Umrisse mehr vergleichen</translation>
    </message>
    <message>
      <source>Count again what is open</source>
      <translation>Neu zählen, was offen ist</translation>
    </message>
    <message>
      <source>Stopped: overlaps and markers are not all counted.</source>
      <translation>Angehalten: Überlappungen und Marker sind nicht alle gezählt.</translation>
    </message>
    <message>
      <source>Go through them</source>
      <translation>Durchgehen</translation>
    </message>
    <message>
      <source>Statistics and report</source>
      <translation>Statistik und Bericht</translation>
    </message>
    <message>
      <source>Export and publication</source>
      <translation>Export und Veröffentlichung</translation>
    </message>
    <message>
      <source>Nothing is open.</source>
      <translation>Nichts ist offen.</translation>
    </message>
    <message>
      <source>What is still open</source>
      <translation>Was noch offen ist</translation>
    </message>
    <message>
      <source>Outlines compared: {} of {}</source>
      <translation>Verglichene Umrisse: {} von {}</translation>
    </message>
    <message>
      <source>Reviewed: no marker was drawn yet; {} in all</source>
      <translation>Durchgesehen: noch kein Marker gezogen; {} insgesamt</translation>
    </message>
    <message>
      <source>✓ None: {}</source>
      <translation>✓ Keine: {}</translation>
    </message>
    <message>
      <source>Show where an elevation model has furrows between units, to cut there</source>
      <translation>Zeigen, wo ein Höhenmodell Furchen zwischen Einheiten hat, um dort zu schneiden</translation>
    </message>
    <message>
      <source>List all undecided candidates that the map shows whole, to take them in at once</source>
      <translation>Alle unentschiedenen Kandidaten auflisten, die die Karte ganz zeigt, um sie auf einmal aufzunehmen</translation>
    </message>
    <message>
      <source>Finish the inventory</source>
      <translation>Inventar abschließen</translation>
    </message>
    <message>
      <source>Previous</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <source>Back to the candidate before</source>
      <translation>Zurück zum vorigen Kandidaten</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>Leave it as it is, on to the next</source>
      <translation>So lassen, weiter zum nächsten</translation>
    </message>
    <message>
      <source>Keep what is shown and cut it along a line</source>
      <translation>Das Gezeigte behalten und entlang einer Linie teilen</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>Wiederholen</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>Vereinigen</translation>
    </message>
    <message>
      <source>Make one of several: click on its neighbours</source>
      <translation>Aus mehreren eines machen: auf die Nachbarn klicken</translation>
    </message>
    <message>
      <source>Remain: all shown</source>
      <translation>Behalten: alle gezeigten</translation>
    </message>
    <message>
      <source>Progress by subregion</source>
      <translation>Fortschritt nach Teilregion</translation>
    </message>
    <message>
      <source>Decided candidates of all, and reviewed markers of those that were drawn for review, by subregion</source>
      <translation>Entschiedene Kandidaten von allen und durchgesehene Marker von den gezogenen, nach Teilregion</translation>
    </message>
    <message>
      <source>Decided</source>
      <translation>Entschieden</translation>
    </message>
    <message>
      <source>Reviewed</source>
      <translation>Durchgesehen</translation>
    </message>
    <message>
      <source>in no subregion</source>
      <translation>in keiner Teilregion</translation>
    </message>
    <message>
      <source>Leave out what models for other landforms have found: {}</source>
      <translation>Weglassen, was Modelle für andere Formen gefunden haben: {}</translation>
    </message>
    <message>
      <source>How much of this part of the inventory is decided</source>
      <translation>Wie viel von diesem Teil des Inventars entschieden ist</translation>
    </message>
    <message>
      <source>Rock glaciers only</source>
      <translation>Nur Blockgletscher</translation>
    </message>
    <message>
      <source>nearest next</source>
      <translation>nächste zuerst</translation>
    </message>
    <message>
      <source>most useful first</source>
      <translation>nützlichste zuerst</translation>
    </message>
    <message>
      <source>clear ones first</source>
      <translation>klare zuerst</translation>
    </message>
    <message>
      <source>neighbours together</source>
      <translation>Nachbarn beisammen</translation>
    </message>
    <message>
      <source>most uncertain first</source>
      <translation>unsicherste zuerst</translation>
    </message>
    <message>
      <source>most disputed first</source>
      <translation>umstrittenste zuerst</translation>
    </message>
    <message>
      <source>largest first</source>
      <translation>größte zuerst</translation>
    </message>
    <message>
      <source>by row of the map</source>
      <translation>Zeile für Zeile</translation>
    </message>
    <message>
      <source>whole inventory</source>
      <translation>ganzes Inventar</translation>
    </message>
    <message>
      <source>in this view</source>
      <translation>im Kartenausschnitt</translation>
    </message>
    <message>
      <source>in a subregion</source>
      <translation>in einem Teilgebiet</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>Folge</translation>
    </message>
    <message>
      <source>Which candidate comes next. Disputed: where several networks disagree. Useful: doubtful, disputed, or unlike what is decided</source>
      <translation>Welcher Kandidat als nächster kommt. Umstritten: worin sich mehrere Netze uneins sind. Nützlich: zweifelhaft, umstritten oder anders als das Entschiedene</translation>
    </message>
    <message>
      <source>Filter</source>
      <translation>Filter</translation>
    </message>
    <message>
      <source>Which candidates come at all</source>
      <translation>Welche Kandidaten überhaupt kommen</translation>
    </message>
    <message>
      <source>Only candidates in this subregion come</source>
      <translation>Es kommen nur Kandidaten in diesem Teilgebiet</translation>
    </message>
    <message>
      <source>Lowest probability</source>
      <translation>Kleinste Wahrscheinlichkeit</translation>
    </message>
    <message>
      <source>No candidate of less mean probability comes</source>
      <translation>Kein Kandidat mit kleinerer mittlerer Wahrscheinlichkeit kommt</translation>
    </message>
    <message>
      <source>Highest probability</source>
      <translation>Größte Wahrscheinlichkeit</translation>
    </message>
    <message>
      <source>No candidate of more mean probability comes</source>
      <translation>Kein Kandidat mit größerer mittlerer Wahrscheinlichkeit kommt</translation>
    </message>
    <message>
      <source>to</source>
      <translation>bis</translation>
    </message>
    <message>
      <source>How well your own decisions tell the share of rock glaciers; nobody else's count</source>
      <translation>Wie gut Ihre eigenen Entscheidungen den Anteil der Blockgletscher angeben; die anderer zählen nicht mit</translation>
    </message>
    <message>
      <source>None is missing</source>
      <translation>Keiner fehlt</translation>
    </message>
    <message>
      <source>Every rock glacier in this window is in the inventory; on to the next</source>
      <translation>Jeder Blockgletscher in diesem Fenster ist im Inventar; weiter zum nächsten</translation>
    </message>
    <message>
      <source>Back to the one before</source>
      <translation>Zurück zum vorigen</translation>
    </message>
    <message>
      <source>First undecided</source>
      <translation>Erster offener</translation>
    </message>
    <message>
      <source>Go to the first one that is left</source>
      <translation>Zum ersten, der noch offen ist</translation>
    </message>
    <message>
      <source>Click on each rock glacier in the window that the inventory lacks; again takes it back.</source>
      <translation>Klicken Sie auf jeden Blockgletscher im Fenster, der im Inventar fehlt; ein zweiter Klick nimmt ihn zurück.</translation>
    </message>
    <message>
      <source>marker {} of {}</source>
      <translation>Marker {} von {}</translation>
    </message>
    <message>
      <source>window {} of {}</source>
      <translation>Fenster {} von {}</translation>
    </message>
    <message>
      <source>One more decision of yours gives ±{width:g} %</source>
      <translation>Noch eine Entscheidung von Ihnen ergibt ±{width:g} %</translation>
    </message>
    <message>
      <source>{count} more decisions of yours give ±{width:g} %</source>
      <translation>Noch {count} Entscheidungen von Ihnen ergeben ±{width:g} %</translation>
    </message>
    <message>
      <source>Draw a sample…</source>
      <translation>Stichprobe ziehen…</translation>
    </message>
    <message>
      <source>Extend…</source>
      <translation>Erweitern…</translation>
    </message>
    <message>
      <source>Sample</source>
      <translation>Stichprobe</translation>
    </message>
    <message>
      <source>The sample you review</source>
      <translation>Die Stichprobe, die durchgesehen wird</translation>
    </message>
    <message>
      <source>Draw another sample of the primary markers</source>
      <translation>Eine weitere Stichprobe der Primärmarker ziehen</translation>
    </message>
    <message>
      <source>Draw more markers into this sample; what was judged stays</source>
      <translation>Weitere Marker in diese Stichprobe ziehen; was beurteilt ist, bleibt</translation>
    </message>
    <message>
      <source>Where the reviewers of this sample do not agree: their views side by side, and one decision</source>
      <translation>Wo die Durchsichten dieser Stichprobe nicht übereinstimmen: beide Ansichten nebeneinander und eine Entscheidung</translation>
    </message>
    <message>
      <source>one more reviewer</source>
      <translation>eine weitere Person</translation>
    </message>
    <message>
      <source>You are done. Views are compared when these are, too: {}.</source>
      <translation>Sie sind fertig. Verglichen wird, wenn es auch diese sind: {}.</translation>
    </message>
    <message>
      <source>{}: extend the sample.</source>
      <translation>{}: Erweitern Sie die Stichprobe.</translation>
    </message>
    <message>
      <source>{}; this sample has {} left.</source>
      <translation>{}; in dieser Stichprobe sind noch {}.</translation>
    </message>
    <message>
      <source>choose a sample</source>
      <translation>Stichprobe wählen</translation>
    </message>
    <message>
      <source>no sample is drawn yet</source>
      <translation>noch keine Stichprobe gezogen</translation>
    </message>
    <message>
      <source>Discuss: {} of {} left</source>
      <translation>Besprechen: noch {} von {}</translation>
    </message>
    <message>
      <source>{} more reviewers</source>
      <translation>{} weitere Personen</translation>
    </message>
    <message>
      <source>N</source>
      <translation>N</translation>
    </message>
    <message>
      <source>NE</source>
      <translation>NO</translation>
    </message>
    <message>
      <source>E</source>
      <translation>O</translation>
    </message>
    <message>
      <source>SE</source>
      <translation>SO</translation>
    </message>
    <message>
      <source>S</source>
      <translation>S</translation>
    </message>
    <message>
      <source>SW</source>
      <translation>SW</translation>
    </message>
    <message>
      <source>W</source>
      <translation>W</translation>
    </message>
    <message>
      <source>NW</source>
      <translation>NW</translation>
    </message>
    <message>
      <source>less than a minute left at your pace</source>
      <translation>bei diesem Tempo noch keine Minute</translation>
    </message>
    <message>
      <source>nothing to do</source>
      <translation>nichts zu tun</translation>
    </message>
    <message>
      <source>not searched yet</source>
      <translation>noch nicht abgesucht</translation>
    </message>
    <message>
      <source>none missing</source>
      <translation>keiner fehlt</translation>
    </message>
    <message>
      <source>continuous permafrost</source>
      <translation>kontinuierlicher Permafrost</translation>
    </message>
    <message>
      <source>discontinuous permafrost</source>
      <translation>diskontinuierlicher Permafrost</translation>
    </message>
    <message>
      <source>sporadic permafrost</source>
      <translation>sporadischer Permafrost</translation>
    </message>
    <message>
      <source>isolated permafrost</source>
      <translation>isolierter Permafrost</translation>
    </message>
    <message>
      <source>no permafrost</source>
      <translation>kein Permafrost</translation>
    </message>
    <message>
      <source>about {} h left at your pace</source>
      <translation>bei diesem Tempo noch etwa {} h</translation>
    </message>
    <message>
      <source>about {} min left at your pace</source>
      <translation>bei diesem Tempo noch etwa {} min</translation>
    </message>
    <message>
      <source>{} missing</source>
      <translation>{} fehlen</translation>
    </message>
    <message>
      <source>p = {}</source>
      <translation>p = {}</translation>
    </message>
    <message>
      <source>at most {}</source>
      <translation>max. {}</translation>
    </message>
    <message>
      <source>slope {}°</source>
      <translation>Neigung {}°</translation>
    </message>
    <message>
      <source>faces {}</source>
      <translation>nach {}</translation>
    </message>
    <message>
      <source>Try with a sample</source>
      <translation>Mit einem Beispiel versuchen</translation>
    </message>
    <message>
      <source>Makes a simulated scene and an inventory, finds rock glaciers in it and opens it: under a minute</source>
      <translation>Macht eine simulierte Szene und ein Inventar, findet Blockgletscher darin und öffnet es: unter einer Minute</translation>
    </message>
    <message>
      <source>Another folder…</source>
      <translation>Anderer Ordner…</translation>
    </message>
    <message>
      <source>Choose the folder that the sample is made in</source>
      <translation>Den Ordner wählen, in dem das Beispiel entsteht</translation>
    </message>
    <message>
      <source>Stop; nothing is left of the sample</source>
      <translation>Anhalten; vom Beispiel bleibt nichts zurück</translation>
    </message>
    <message>
      <source>How much of the sample is made</source>
      <translation>Wie weit das Beispiel ist</translation>
    </message>
    <message>
      <source>New inventory…</source>
      <translation>Neues Inventar…</translation>
    </message>
    <message>
      <source>Make an inventory for ground of your own</source>
      <translation>Ein Inventar für eigenes Gelände machen</translation>
    </message>
    <message>
      <source>Open an inventory…</source>
      <translation>Inventar öffnen…</translation>
    </message>
    <message>
      <source>Go on with one that is there</source>
      <translation>Mit einem vorhandenen weitermachen</translation>
    </message>
    <message>
      <source>First steps</source>
      <translation>Erste Schritte</translation>
    </message>
    <message>
      <source>Open the page of help that leads through the first inventory</source>
      <translation>Die Hilfeseite öffnen, die durch das erste Inventar führt</translation>
    </message>
    <message>
      <source>New here?</source>
      <translation>Neu hier?</translation>
    </message>
    <message>
      <source>Your own ground</source>
      <translation>Eigenes Gelände</translation>
    </message>
    <message>
      <source>Its folder: {}</source>
      <translation>Sein Ordner: {}</translation>
    </message>
    <message>
      <source>somebody without a name</source>
      <translation>jemandem ohne Namen</translation>
    </message>
    <message>
      <source>no comment</source>
      <translation>kein Kommentar</translation>
    </message>
    <message>
      <source>Decided together by {}</source>
      <translation>Gemeinsam entschieden von {}</translation>
    </message>
    <message>
      <source>Not decided together yet: which of the four is it?</source>
      <translation>Noch nicht gemeinsam entschieden: Welches der vier ist es?</translation>
    </message>
    <message>
      <source>Back to what is still open, counted again</source>
      <translation>Zurück zu dem, was noch offen ist, neu gezählt</translation>
    </message>
    <message>
      <source>Look at the ground below, while this is held or until it is pressed again</source>
      <translation>Den Boden darunter ansehen, solange gehalten wird oder bis zum nächsten Druck</translation>
    </message>
    <message>
      <source>Show what was removed, grey and dashed</source>
      <translation>Entfernte zeigen, grau und gestrichelt</translation>
    </message>
    <message>
      <source>Show the glacier outlines</source>
      <translation>Gletscherumrisse zeigen</translation>
    </message>
    <message>
      <source>Open this place in Google Earth, or as the options say</source>
      <translation>Diesen Ort in Google Earth öffnen, oder wie in den Optionen eingestellt</translation>
    </message>
    <message>
      <source>Removed</source>
      <translation>Entfernte</translation>
    </message>
    <message>
      <source>Glaciers</source>
      <translation>Gletscher</translation>
    </message>
    <message>
      <source>Hide outlines</source>
      <translation>Umrisse ausblenden</translation>
    </message>
    <message>
      <source>Other viewer</source>
      <translation>Anderer Betrachter</translation>
    </message>
    <message>
      <source>Remain</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Refine</source>
      <translation>Verfeinern</translation>
    </message>
    <message>
      <source>Retrieve</source>
      <translation>Nachtragen</translation>
    </message>
    <message>
      <source>Move of a marker</source>
      <translation>Verschieben eines Markers</translation>
    </message>
    <message>
      <source>Decision</source>
      <translation>Entscheidung</translation>
    </message>
    <message>
      <source>Settlement of twins</source>
      <translation>Schlichtung von Doppelten</translation>
    </message>
    <message>
      <source>Consensus</source>
      <translation>Einigung</translation>
    </message>
    <message>
      <source>Search of a window</source>
      <translation>Absuchen eines Fensters</translation>
    </message>
    <message>
      <source>A rock glacier, well outlined: take it into the inventory as it is</source>
      <translation>Ein Blockgletscher, gut umrissen: so ins Inventar aufnehmen</translation>
    </message>
    <message>
      <source>No rock glacier: take it out, and say why with one more key; Shift and that key do both at once</source>
      <translation>Kein Blockgletscher: herausnehmen und mit einer weiteren Taste sagen, warum; Umschalt mit dieser Taste tut beides auf einmal</translation>
    </message>
    <message>
      <source>A rock glacier, badly outlined: draw where its rim should run; keep the key down meanwhile, and letting go takes it</source>
      <translation>Ein Blockgletscher, schlecht umrissen: zeichnen, wo sein Rand verlaufen soll; bleibt die Taste dabei gedrückt, übernimmt ihn das Loslassen</translation>
    </message>
    <message>
      <source>A rock glacier that the network missed: it is proposed where the mouse is, or draw it; keep the key down while you draw, and letting go takes it</source>
      <translation>Ein Blockgletscher, den das Netz übersehen hat: er wird vorgeschlagen, wo die Maus ist, oder zeichnen Sie ihn; bleibt die Taste dabei gedrückt, übernimmt ihn das Loslassen</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>Ja</translation>
    </message>
    <message>
      <source>No</source>
      <translation>Nein</translation>
    </message>
    <message>
      <source>Uncertain</source>
      <translation>Unsicher</translation>
    </message>
    <message>
      <source>Undefined</source>
      <translation>Unbestimmt</translation>
    </message>
    <message>
      <source>It is a rock glacier</source>
      <translation>Es ist ein Blockgletscher</translation>
    </message>
    <message>
      <source>It is no rock glacier: a false identification</source>
      <translation>Es ist kein Blockgletscher: falsch erkannt</translation>
    </message>
    <message>
      <source>It may be a rock glacier; the image does not settle it</source>
      <translation>Es könnte ein Blockgletscher sein; das Bild klärt es nicht</translation>
    </message>
    <message>
      <source>It cannot be judged here, for the image does not show it</source>
      <translation>Hier nicht zu beurteilen, denn das Bild zeigt es nicht</translation>
    </message>
    <message>
      <source>Let the outline grow</source>
      <translation>Den Umriss wachsen lassen</translation>
    </message>
    <message>
      <source>Let the outline shrink</source>
      <translation>Den Umriss schrumpfen lassen</translation>
    </message>
    <message>
      <source>Outline at the sharpest edge</source>
      <translation>Umriss am schärfsten Rand</translation>
    </message>
    <message>
      <source>Remain: all that are shown</source>
      <translation>Behalten: alle, die gezeigt sind</translation>
    </message>
    <message>
      <source>Accept the drawing or the choice</source>
      <translation>Zeichnung oder Auswahl annehmen</translation>
    </message>
    <message>
      <source>Give up the drawing, the removal or the choice</source>
      <translation>Zeichnung, Entfernen oder Auswahl aufgeben</translation>
    </message>
    <message>
      <source>Draw: reshape by one stroke</source>
      <translation>Zeichnen: mit einem Strich umformen</translation>
    </message>
    <message>
      <source>Draw: move vertices</source>
      <translation>Zeichnen: Stützpunkte verschieben</translation>
    </message>
    <message>
      <source>Draw: the whole outline, freehand</source>
      <translation>Zeichnen: den ganzen Umriss, freihand</translation>
    </message>
    <message>
      <source>Draw: smooth the outline</source>
      <translation>Zeichnen: den Umriss glätten</translation>
    </message>
    <message>
      <source>Skip</source>
      <translation>Überspringen</translation>
    </message>
    <message>
      <source>Hide the outlines, while held or until pressed again</source>
      <translation>Umrisse ausblenden, solange gehalten oder bis zum nächsten Druck</translation>
    </message>
    <message>
      <source>Open the place in another viewer</source>
      <translation>Den Ort in einem anderen Betrachter öffnen</translation>
    </message>
    <message>
      <source>Move the map to the left</source>
      <translation>Karte nach links bewegen</translation>
    </message>
    <message>
      <source>Move the map to the right</source>
      <translation>Karte nach rechts bewegen</translation>
    </message>
    <message>
      <source>Move the map up</source>
      <translation>Karte nach oben bewegen</translation>
    </message>
    <message>
      <source>Move the map down</source>
      <translation>Karte nach unten bewegen</translation>
    </message>
    <message>
      <source>Glacier outlines on or off</source>
      <translation>Gletscherumrisse ein oder aus</translation>
    </message>
    <message>
      <source>Write a comment</source>
      <translation>Kommentar schreiben</translation>
    </message>
    <message>
      <source>A comment that was written before</source>
      <translation>Ein früherer Kommentar</translation>
    </message>
    <message>
      <source>Remove for the same reason as the last one</source>
      <translation>Aus demselben Grund entfernen wie den letzten</translation>
    </message>
    <message>
      <source>Units: drop the cut that is the least sure</source>
      <translation>Einheiten: den unsichersten Schnitt weglassen</translation>
    </message>
    <message>
      <source>Review: none is missing in the window</source>
      <translation>Durchsicht: keiner fehlt im Fenster</translation>
    </message>
    <message>
      <source>Review: discuss what reviewers see differently</source>
      <translation>Durchsicht: besprechen, was verschieden gesehen wird</translation>
    </message>
    <message>
      <source>sharp edge</source>
      <translation>scharfer Rand</translation>
    </message>
    <message>
      <source>fairly sharp edge</source>
      <translation>ziemlich scharfer Rand</translation>
    </message>
    <message>
      <source>soft edge</source>
      <translation>weicher Rand</translation>
    </message>
    <message>
      <source>vague edge</source>
      <translation>undeutlicher Rand</translation>
    </message>
    <message>
      <source>removed: {}</source>
      <translation>entfernt: {}</translation>
    </message>
    <message>
      <source>undecided</source>
      <translation>unentschieden</translation>
    </message>
    <message>
      <source>remains</source>
      <translation>behalten</translation>
    </message>
    <message>
      <source>removed</source>
      <translation>entfernt</translation>
    </message>
    <message>
      <source>refined</source>
      <translation>verfeinert</translation>
    </message>
    <message>
      <source>debris-covered glacier</source>
      <translation>Gletscher mit Schuttdecke</translation>
    </message>
    <message>
      <source>rock avalanche</source>
      <translation>Felssturz</translation>
    </message>
    <message>
      <source>landslide</source>
      <translation>Rutschung</translation>
    </message>
    <message>
      <source>moraine</source>
      <translation>Moräne</translation>
    </message>
    <message>
      <source>talus</source>
      <translation>Schutthalde</translation>
    </message>
    <message>
      <source>water</source>
      <translation>Wasser</translation>
    </message>
    <message>
      <source>shadow or snow</source>
      <translation>Schatten oder Schnee</translation>
    </message>
    <message>
      <source>image fault</source>
      <translation>Bildfehler</translation>
    </message>
    <message>
      <source>other</source>
      <translation>anderes</translation>
    </message>
    <message>
      <source>Reason: {}</source>
      <translation>Grund: {}</translation>
    </message>
    <message>
      <source>Comment that was written before: {}</source>
      <translation>Früherer Kommentar: {}</translation>
    </message>
    <message>
      <source>Finish: {}</source>
      <translation>Abschluss: {}</translation>
    </message>
    <message>
      <source>Review: {}</source>
      <translation>Durchsicht: {}</translation>
    </message>
    <message>
      <source>Undo: {}</source>
      <translation>Rückgängig: {}</translation>
    </message>
    <message>
      <source>Redo: {}</source>
      <translation>Wiederholen: {}</translation>
    </message>
    <message>
      <source>Map and review rock glaciers, straight into the inventory</source>
      <translation>Blockgletscher kartieren und durchsehen, direkt ins Inventar</translation>
    </message>
    <message>
      <source>Curves of the training</source>
      <translation>Kurven des Trainings</translation>
    </message>
    <message>
      <source>Walk through training outlines</source>
      <translation>Trainingsumrisse durchgehen</translation>
    </message>
    <message>
      <source>Shows the outlines of training data that were left out, one after the other</source>
      <translation>Zeigt die Umrisse von Trainingsdaten, die ausgelassen wurden, einen nach dem anderen</translation>
    </message>
    <message>
      <source>Curves of the training {}</source>
      <translation>Kurven des Trainings {}</translation>
    </message>
    <message>
      <source>Attributes were not filled: {}</source>
      <translation>Die Attribute wurden nicht gefüllt: {}</translation>
    </message>
    <message>
      <source>Searches what the map shows; candidates that nobody has decided on are replaced, and nothing decided is touched</source>
      <translation>Sucht ab, was die Karte zeigt; Kandidaten, über die niemand entschieden hat, werden ersetzt, und nichts Entschiedenes wird angetastet</translation>
    </message>
    <message>
      <source>Open an inventory first: the model learns from what was decided in it.</source>
      <translation>Öffnen Sie zuerst ein Inventar: Das Modell lernt aus dem, was darin entschieden wurde.</translation>
    </message>
    <message>
      <source>There is no model card; set the folder of your models in QGIS's options.</source>
      <translation>Es gibt keine Modellkarte; geben Sie den Ordner Ihrer Modelle in den Optionen von QGIS an.</translation>
    </message>
    <message>
      <source>Nobody has decided on a candidate here yet, so there is nothing to learn from.</source>
      <translation>Hier hat noch niemand über einen Kandidaten entschieden, also gibt es nichts zu lernen.</translation>
    </message>
    <message>
      <source>The model {} finds {}, and an inventory tells of rock glaciers; choose another.</source>
      <translation>Das Modell {} findet {}, und ein Inventar erzählt von Blockgletschern; wählen Sie ein anderes.</translation>
    </message>
    <message>
      <source>Detect again with {}</source>
      <translation>Erneut mit {} detektieren</translation>
    </message>
    <message>
      <source>Rock glacier sample</source>
      <translation>Blockgletscher-Beispiel</translation>
    </message>
    <message>
      <source>inventory of the sample.gpkg</source>
      <translation>Inventar des Beispiels.gpkg</translation>
    </message>
    <message>
      <source>{} is full of samples; choose another folder.</source>
      <translation>{} ist voller Beispiele; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>The folder {} cannot be made ({}); choose another folder for the sample.</source>
      <translation>Der Ordner {} kann nicht angelegt werden ({}); wählen Sie einen anderen Ordner für das Beispiel.</translation>
    </message>
    <message>
      <source>Open an inventory first: candidates are written straight into it.</source>
      <translation>Öffnen Sie zuerst ein Inventar: Kandidaten werden gleich hineingeschrieben.</translation>
    </message>
    <message>
      <source>The inventory is read-only.</source>
      <translation>Das Inventar ist schreibgeschützt.</translation>
    </message>
    <message>
      <source>Images are searched by the engine, which is not there yet.</source>
      <translation>Bilder werden von der Engine durchsucht, die noch nicht da ist.</translation>
    </message>
    <message>
      <source>{:,} found</source>
      <translation>{:,} gefunden</translation>
    </message>
    <message>
      <source>Searching {}</source>
      <translation>{} wird durchsucht</translation>
    </message>
    <message>
      <source>Stopped; {:,} found</source>
      <translation>Angehalten; {:,} gefunden</translation>
    </message>
    <message>
      <source>The model {} reads a DEM beside the image; set the elevations of this inventory in its settings, or choose another model.</source>
      <translation>Das Modell {} liest neben dem Bild ein Höhenmodell; geben Sie in den Einstellungen dieses Inventars seine Höhen an, oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
      <source>{:,} known already</source>
      <translation>{:,} schon bekannt</translation>
    </message>
    <message>
      <source>{:,} replaced</source>
      <translation>{:,} ersetzt</translation>
    </message>
    <message>
      <source>The model {} tells no ground resolution; choose another.</source>
      <translation>Das Modell {} nennt keine Bodenauflösung; wählen Sie ein anderes.</translation>
    </message>
    <message>
      <source>export</source>
      <translation>Export</translation>
    </message>
    <message>
      <source>publication</source>
      <translation>Veröffentlichung</translation>
    </message>
    <message>
      <source>The folder that the sample is made in</source>
      <translation>Der Ordner, in dem das Beispiel entsteht</translation>
    </message>
    <message>
      <source>The sample is simulated and searched by the engine, which is not there yet.</source>
      <translation>Das Beispiel wird von der Engine simuliert und durchsucht, die noch nicht da ist.</translation>
    </message>
    <message>
      <source>The sample is in {}</source>
      <translation>Das Beispiel liegt in {}</translation>
    </message>
    <message>
      <source>Candidate {} of run {}</source>
      <translation>Kandidat {} aus Lauf {}</translation>
    </message>
    <message>
      <source>Candidate {}</source>
      <translation>Kandidat {}</translation>
    </message>
    <message>
      <source>Rock glacier {}</source>
      <translation>Blockgletscher {}</translation>
    </message>
    <message>
      <source>The outline is empty; draw at least three corners.</source>
      <translation>Der Umriss ist leer; bitte mindestens drei Ecken zeichnen.</translation>
    </message>
    <message>
      <source>This is not a polygon; draw the outline as one.</source>
      <translation>Das ist kein Polygon; bitte den Umriss als Polygon zeichnen.</translation>
    </message>
    <message>
      <source>The outline has no area; draw at least three corners that are not in a line.</source>
      <translation>Der Umriss hat keine Fläche; bitte mindestens drei Ecken zeichnen, die nicht auf einer Geraden liegen.</translation>
    </message>
    <message>
      <source>it is empty</source>
      <translation>er ist leer</translation>
    </message>
    <message>
      <source>it is not a polygon</source>
      <translation>er ist kein Polygon</translation>
    </message>
    <message>
      <source>Nothing of the outline would be left: other rock glaciers cover it all.</source>
      <translation>Vom Umriss bliebe nichts übrig: andere Blockgletscher bedecken ihn ganz.</translation>
    </message>
    <message>
      <source>The line does not cut the outline in two; begin and end it outside the outline.</source>
      <translation>Die Linie teilt den Umriss nicht; sie muss außerhalb des Umrisses beginnen und enden.</translation>
    </message>
    <message>
      <source>The outline cannot be brought from {} into the inventory's system {}.</source>
      <translation>Der Umriss lässt sich nicht von {} in das System {} des Inventars umrechnen.</translation>
    </message>
    <message>
      <source>{} at {:.6f}, {:.6f}</source>
      <translation>{} bei {:.6f}, {:.6f}</translation>
    </message>
    <message>
      <source>The outline cannot be smoothed: it would cross itself, or its area would be another.</source>
      <translation>Der Umriss lässt sich nicht glätten: Er würde sich selbst kreuzen, oder seine Fläche wäre eine andere.</translation>
    </message>
    <message>
      <source>The stroke changes nothing: begin and end it on the outline, or beyond it.</source>
      <translation>Der Strich ändert nichts: Beginnen und beenden Sie ihn auf dem Umriss oder jenseits davon.</translation>
    </message>
    <message>
      <source>The outline would cross itself there and stays as it was; draw the stroke once more.</source>
      <translation>Der Umriss würde sich dort selbst kreuzen und bleibt, wie er war; zeichnen Sie den Strich noch einmal.</translation>
    </message>
    <message>
      <source>The stroke goes around no ground; draw it once around the landform.</source>
      <translation>Der Strich umschließt kein Gelände; zeichnen Sie ihn einmal um die Landform.</translation>
    </message>
    <message>
      <source>Page of help</source>
      <translation>Hilfeseite</translation>
    </message>
    <message>
      <source># No page

There is no page {} ({}); install the plugin again.</source>
      <translation># Keine Seite

Es gibt keine Seite {} ({}); installieren Sie die Erweiterung neu.</translation>
    </message>
    <message>
      <source>Contents</source>
      <translation>Inhalt</translation>
    </message>
    <message>
      <source>The page before (Alt+Left)</source>
      <translation>Die Seite davor (Alt+Links)</translation>
    </message>
    <message>
      <source>Forward</source>
      <translation>Vor</translation>
    </message>
    <message>
      <source>The page after (Alt+Right)</source>
      <translation>Die Seite danach (Alt+Rechts)</translation>
    </message>
    <message>
      <source>find in all pages</source>
      <translation>in allen Seiten suchen</translation>
    </message>
    <message>
      <source>Words to find</source>
      <translation>Gesuchte Wörter</translation>
    </message>
    <message>
      <source>Enter finds the next place with these words, in this page and then in the others</source>
      <translation>Die Eingabetaste findet die nächste Stelle mit diesen Wörtern, in dieser Seite und dann in den anderen</translation>
    </message>
    <message>
      <source>not found</source>
      <translation>nicht gefunden</translation>
    </message>
    <message>
      <source>{} - help of the rock glacier inventory</source>
      <translation>{} - Hilfe zum Blockgletscher-Inventar</translation>
    </message>
    <message>
      <source>QGIS cannot open the layer '{}' of {}; check that the file is whole.</source>
      <translation>QGIS kann den Layer „{}“ aus {} nicht öffnen; bitte prüfen, ob die Datei unversehrt ist.</translation>
    </message>
    <message>
      <source>{} cannot be opened as a layer of glacier outlines.</source>
      <translation>{} lässt sich nicht als Layer von Gletscherumrissen öffnen.</translation>
    </message>
    <message>
      <source>Where {} was trained</source>
      <translation>Wo {} trainiert wurde</translation>
    </message>
    <message>
      <source>The map shows no image here; add a basemap or an image, switch it on, and go where it is.</source>
      <translation>Die Karte zeigt hier kein Bild; fügen Sie eine Grundkarte oder ein Bild hinzu, schalten Sie es ein, und gehen Sie dorthin, wo es liegt.</translation>
    </message>
    <message>
      <source>The map is turned; searched is the upright rectangle around what it shows.</source>
      <translation>Die Karte ist gedreht; durchsucht wird das aufrechte Rechteck um das, was sie zeigt.</translation>
    </message>
    <message>
      <source>The map shows the time of the temporal controller; searched is the layer without it.</source>
      <translation>Die Karte zeigt die Zeit der Zeitsteuerung; durchsucht wird der Layer ohne sie.</translation>
    </message>
    <message>
      <source>A group of layers is see-through on the map; its images are searched without that.</source>
      <translation>Eine Layergruppe ist auf der Karte durchscheinend; ihre Bilder werden ohne das durchsucht.</translation>
    </message>
    <message>
      <source>Searched is the image below what lies over it on the map: {}.</source>
      <translation>Durchsucht wird das Bild unter dem, was auf der Karte darüber liegt: {}.</translation>
    </message>
    <message>
      <source>The layer '{}' is shown with changed colours; searched are the pixels of its file.</source>
      <translation>Der Layer „{}“ wird mit veränderten Farben gezeigt; durchsucht werden die Pixel seiner Datei.</translation>
    </message>
    <message>
      <source>This view would take {:,} tiles, more than the limit of {:,}; zoom in, or use 'Detect rock glaciers' in the toolbox, where the limit can be raised.</source>
      <translation>Dieser Ausschnitt bräuchte {:,} Kacheln, mehr als die Grenze von {:,}; zoomen Sie hinein, oder nehmen Sie 'Blockgletscher erkennen' in der Werkzeugkiste, wo sich die Grenze anheben lässt.</translation>
    </message>
    <message>
      <source>Nothing is being drawn.</source>
      <translation>Es wird nichts gezeichnet.</translation>
    </message>
    <message>
      <source>The line is not drawn yet; click at least twice, across the outline.</source>
      <translation>Die Linie fehlt noch; bitte mindestens zweimal klicken, quer über den Umriss.</translation>
    </message>
    <message>
      <source>The outline is not drawn yet; click at least three corners.</source>
      <translation>Der Umriss fehlt noch; bitte mindestens drei Ecken klicken.</translation>
    </message>
    <message>
      <source>Something is being drawn already; accept it or give it up first.</source>
      <translation>Es wird schon etwas gezeichnet; bitte zuerst übernehmen oder verwerfen.</translation>
    </message>
    <message>
      <source>Outline being drawn</source>
      <translation>Umriss in Arbeit</translation>
    </message>
    <message>
      <source>{:,} of {:,} tiles show no ground and were not searched ({}); see the layer of gaps.</source>
      <translation>{:,} von {:,} Kacheln zeigen keinen Boden und wurden nicht durchsucht ({}); siehe den Layer der Lücken.</translation>
    </message>
    <message>
      <source>The outlines were hidden and are back: press the key once more to decide.</source>
      <translation>Die Umrisse waren ausgeblendet und sind wieder da: Taste zum Entscheiden noch einmal drücken.</translation>
    </message>
    <message>
      <source>A viewer's address knows no {}; write one of {}.</source>
      <translation>Die Adresse eines Betrachters kennt kein {}; schreiben Sie eines von {}.</translation>
    </message>
    <message>
      <source>A brace of the viewer's address has no partner; write names such as {lat} in a pair of braces.</source>
      <translation>Eine geschweifte Klammer in der Adresse des Betrachters hat kein Gegenstück; schreiben Sie Namen wie {lat} in ein Paar von Klammern.</translation>
    </message>
    <message>
      <source>The viewer's address needs {lat} and {lon}, or it would show the same place each time.</source>
      <translation>Die Adresse des Betrachters braucht {lat} und {lon}, sonst zeigte sie jedes Mal denselben Ort.</translation>
    </message>
    <message>
      <source>The viewer's address must begin with https:// and a computer's name, and hold no blank.</source>
      <translation>Die Adresse des Betrachters muss mit https:// und dem Namen eines Rechners beginnen und darf kein Leerzeichen enthalten.</translation>
    </message>
    <message>
      <source>The viewer's address holds a name or password before its computer; leave them out.</source>
      <translation>Die Adresse des Betrachters enthält vor dem Rechner einen Namen oder ein Passwort; lassen Sie sie weg.</translation>
    </message>
    <message>
      <source>{} The address stands in Settings, Options, Rock glacier inventory.</source>
      <translation>{} Die Adresse steht in Einstellungen, Optionen, Blockgletscherinventar.</translation>
    </message>
    <message>
      <source>Nothing on this computer opens addresses of {}; choose a browser in the system's settings.</source>
      <translation>Nichts auf diesem Rechner öffnet Adressen von {}; wählen Sie einen Browser in den Einstellungen des Systems.</translation>
    </message>
    <message>
      <source>The viewer's address cannot be read; write it as https://name/…</source>
      <translation>Die Adresse des Betrachters ist nicht zu lesen; schreiben Sie sie wie https://name/…</translation>
    </message>
    <message>
      <source>This place has no latitude and longitude, so no viewer can show it.</source>
      <translation>Dieser Ort hat keine geographische Breite und Länge, kein Betrachter kann ihn zeigen.</translation>
    </message>
    <message>
      <source>{} is shown from the darkest to the brightest of what is in view.</source>
      <translation>{} wird vom Dunkelsten bis zum Hellsten des Sichtbaren gezeigt.</translation>
    </message>
    <message>
      <source>{} has 8 bits, and QGIS shows its values as they are.</source>
      <translation>{} hat 8 Bit, und QGIS zeigt seine Werte, wie sie sind.</translation>
    </message>
    <message>
      <source>There is no outline to reshape yet; draw one first.</source>
      <translation>Es gibt noch keinen Umriss zum Umformen; zeichnen Sie zuerst einen.</translation>
    </message>
    <message>
      <source>There is no outline to smooth yet; draw one first.</source>
      <translation>Es gibt noch keinen Umriss zum Glätten; zeichnen Sie zuerst einen.</translation>
    </message>
    <message>
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
    <message>
      <source>The tools of the toolbox</source>
      <translation>Die Werkzeuge der Werkzeugkiste</translation>
    </message>
    <message>
      <source>The pages of help</source>
      <translation>Die Hilfeseiten</translation>
    </message>
    <message>
      <source>What each model finds, how well; import, export</source>
      <translation>Was jedes Modell findet und wie gut; Import, Export</translation>
    </message>
    <message>
      <source>The pages of help, beginning with the first steps</source>
      <translation>Die Hilfeseiten, mit den ersten Schritten am Anfang</translation>
    </message>
    <message>
      <source>List of keys</source>
      <translation>Liste der Tasten</translation>
    </message>
    <message>
      <source>Which key does what in the dock</source>
      <translation>Welche Taste im Andockfenster was tut</translation>
    </message>
    <message>
      <source>About…</source>
      <translation>Über…</translation>
    </message>
    <message>
      <source>Version, licences, how to cite, and the engine</source>
      <translation>Version, Lizenzen, wie zu zitieren ist, und die Engine</translation>
    </message>
    <message>
      <source>Units are told by the form of the ground: name an elevation model under Attributes in the settings.</source>
      <translation>Einheiten erkennt man an der Form des Geländes: Nennen Sie in den Einstellungen unter Attribute ein Höhenmodell.</translation>
    </message>
    <message>
      <source>Click on the rock glacier whose units are to be proposed first.</source>
      <translation>Klicken Sie zuerst auf den Blockgletscher, dessen Einheiten vorgeschlagen werden sollen.</translation>
    </message>
    <message>
      <source>{}: one unit, nothing to cut. S cuts along a line of your own.</source>
      <translation>{}: eine Einheit, nichts zu schneiden. S schneidet entlang einer eigenen Linie.</translation>
    </message>
    <message>
      <source>{} is in the inventory already.</source>
      <translation>{} ist schon im Inventar.</translation>
    </message>
    <message>
      <source>{}: {}, saved.</source>
      <translation>{}: {}, gespeichert.</translation>
    </message>
    <message>
      <source>{} was drawn by hand: only what a network has found grows and shrinks.</source>
      <translation>{} wurde von Hand gezeichnet: Nur was ein Netz gefunden hat, wächst und schrumpft.</translation>
    </message>
    <message>
      <source>The engine looks for the outlines of {}; your key is done when they are there.</source>
      <translation>Die Engine sucht die Umrisse von {}; Ihre Taste wirkt, sobald sie da sind.</translation>
    </message>
    <message>
      <source>{}: saved. {}</source>
      <translation>{}: gespeichert. {}</translation>
    </message>
    <message>
      <source>This is proposed around your click. Accept it, or go on clicking to draw.</source>
      <translation>Das ist der Vorschlag um Ihren Klick. Nehmen Sie ihn an, oder klicken Sie weiter, um zu zeichnen.</translation>
    </message>
    <message>
      <source>This is proposed where your mouse is. Accept it, or click elsewhere, or draw.</source>
      <translation>Das wird vorgeschlagen, wo Ihre Maus ist. Übernehmen, anderswohin klicken oder zeichnen.</translation>
    </message>
    <message>
      <source>Click into it, and an outline is proposed; or go on clicking along its edge to draw it.</source>
      <translation>Klicken Sie hinein, und ein Umriss wird vorgeschlagen; oder klicken Sie weiter am Rand entlang, um ihn zu zeichnen.</translation>
    </message>
    <message>
      <source>The outline around your click is looked for; or go on clicking to draw it.</source>
      <translation>Der Umriss um Ihren Klick wird gesucht; oder klicken Sie weiter, um ihn zu zeichnen.</translation>
    </message>
    <message>
      <source>No outline grows or shrinks now.</source>
      <translation>Gerade wächst oder schrumpft kein Umriss.</translation>
    </message>
    <message>
      <source>It takes in the ground of {}, which stay to be decided.</source>
      <translation>Er nimmt den Boden von {} ein; über sie bleibt zu entscheiden.</translation>
    </message>
    <message>
      <source>It has parted into {}; this is the largest.</source>
      <translation>Er ist in {} Teile zerfallen; das ist der größte.</translation>
    </message>
    <message>
      <source>It grows no further: below {} nothing was kept, or it would reach far beyond.</source>
      <translation>Er wächst nicht weiter: Unter {} wurde nichts aufgehoben, oder er reichte weit darüber hinaus.</translation>
    </message>
    <message>
      <source>It shrinks no further: above {} nothing is left that is large enough.</source>
      <translation>Er schrumpft nicht weiter: Über {} bleibt nichts, was groß genug ist.</translation>
    </message>
    <message>
      <source>It takes in the ground of {} other candidates, which stay to be decided.</source>
      <translation>Er nimmt den Boden von {} anderen Kandidaten ein; über sie bleibt zu entscheiden.</translation>
    </message>
    <message>
      <source>It takes in the ground of {}, which stays to be decided.</source>
      <translation>Er nimmt den Boden von {} ein; darüber bleibt zu entscheiden.</translation>
    </message>
    <message>
      <source>The ground has parted into {}; this is the part you clicked on.</source>
      <translation>Der Boden ist in {} Teile zerfallen; das ist der, auf den Sie geklickt haben.</translation>
    </message>
    <message>
      <source>Your decision is saved; which ground you looked at could not be kept: {}</source>
      <translation>Ihre Entscheidung ist gespeichert; welches Gelände Sie angesehen haben, ließ sich nicht festhalten: {}</translation>
    </message>
    <message>
      <source>Another tool of QGIS is in hand; the keys below bring these back.</source>
      <translation>Ein anderes Werkzeug von QGIS ist gewählt; die Tasten unten holen diese zurück.</translation>
    </message>
    <message>
      <source>Draw a line right across the outline, from outside to outside: one stroke, or clicks and a right-click.</source>
      <translation>Eine Linie quer über den Umriss zeichnen, von außen nach außen: ein Strich, oder Klicks und ein Rechtsklick.</translation>
    </message>
    <message>
      <source>Move, add or delete vertices with the vertex tool; the outline snaps to its neighbours.</source>
      <translation>Stützpunkte mit dem Stützpunktwerkzeug verschieben, hinzufügen oder löschen; der Umriss fängt an seinen Nachbarn.</translation>
    </message>
    <message>
      <source>Draw where the rim should run, in one stroke with the left button held; clicks and a right-click do too.</source>
      <translation>Zeichnen, wo der Rand verlaufen soll, in einem Strich mit gedrückter linker Taste; Klicks und ein Rechtsklick gehen auch.</translation>
    </message>
    <message>
      <source>Draw the outline in one stroke with the left button held; or click point by point, and right-click.</source>
      <translation>Den Umriss in einem Strich mit gedrückter linker Taste zeichnen; oder Punkt für Punkt klicken und rechtsklicken.</translation>
    </message>
    <message>
      <source>The outline you were drawing is back; accept it or give it up.</source>
      <translation>Der Umriss in Arbeit ist wieder da; bitte übernehmen oder verwerfen.</translation>
    </message>
    <message>
      <source>The outline you gave up is back.</source>
      <translation>Der verworfene Umriss ist wieder da.</translation>
    </message>
    <message>
      <source>No candidate is shown; click on one, or retrieve what was missed.</source>
      <translation>Es wird kein Kandidat gezeigt; bitte einen anklicken oder Übersehenes nachtragen.</translation>
    </message>
    <message>
      <source>{} was found as “{}”; press Remain once more if it is a rock glacier all the same.</source>
      <translation>{} wurde als „{}“ gefunden; drücken Sie noch einmal Behalten, wenn es trotzdem ein Blockgletscher ist.</translation>
    </message>
    <message>
      <source>Every candidate is decided. What the network missed can still be retrieved.</source>
      <translation>Alle Kandidaten sind entschieden. Was das Netz übersehen hat, lässt sich noch nachtragen.</translation>
    </message>
    <message>
      <source>That was the last of them.</source>
      <translation>Das war das letzte davon.</translation>
    </message>
    <message>
      <source>There are no candidates in this inventory: press 'Detect in view' below, or outline what you see with Retrieve.</source>
      <translation>In diesem Inventar sind keine Kandidaten: drücken Sie unten 'Im Ausschnitt suchen', oder umreißen Sie mit Nachtragen, was Sie sehen.</translation>
    </message>
    <message>
      <source>Every candidate in this filter is decided; choose another filter to go on.</source>
      <translation>Alle Kandidaten in diesem Filter sind entschieden; weiter geht es mit einem anderen Filter.</translation>
    </message>
    <message>
      <source>Primary marker {}</source>
      <translation>Marker {}</translation>
    </message>
    <message>
      <source>A primary marker lies inside its outline; it stays where it was.</source>
      <translation>Ein Primärmarker liegt innerhalb seines Umrisses; er bleibt, wo er war.</translation>
    </message>
    <message>
      <source>Click on the rock glacier that is to be split first.</source>
      <translation>Bitte zuerst auf den Blockgletscher klicken, der geteilt werden soll.</translation>
    </message>
    <message>
      <source>This is the first candidate that was shown, and you decided nothing before it.</source>
      <translation>Das ist der erste Kandidat, der gezeigt wurde, und davor haben Sie nichts entschieden.</translation>
    </message>
    <message>
      <source>Nothing to undo.</source>
      <translation>Nichts rückgängig zu machen.</translation>
    </message>
    <message>
      <source>Taken back: {}.</source>
      <translation>Rückgängig gemacht: {}.</translation>
    </message>
    <message>
      <source>Nothing to redo.</source>
      <translation>Nichts zu wiederholen.</translation>
    </message>
    <message>
      <source>Done again: {}.</source>
      <translation>Wiederholt: {}.</translation>
    </message>
    <message>
      <source>There is no candidate and no rock glacier at this place.</source>
      <translation>An dieser Stelle ist weder ein Kandidat noch ein Blockgletscher.</translation>
    </message>
    <message>
      <source>This is the first of them.</source>
      <translation>Dies ist das erste davon.</translation>
    </message>
    <message>
      <source>{}, {} candidates</source>
      <translation>{}, {} Kandidaten</translation>
    </message>
    <message>
      <source>edited</source>
      <translation>bearbeitet</translation>
    </message>
    <message>
      <source>Your outline is still here: accept it once more to have it instead, or give it up.</source>
      <translation>Ihr Umriss ist noch da: Übernehmen Sie ihn noch einmal, damit er stattdessen gilt, oder verwerfen Sie ihn.</translation>
    </message>
    <message>
      <source>another tool</source>
      <translation>einem anderen Werkzeug</translation>
    </message>
    <message>
      <source>{} was changed meanwhile by {}: {}.</source>
      <translation>{} wurde inzwischen von {} geändert: {}.</translation>
    </message>
    <message>
      <source>taken back</source>
      <translation>zurückgenommen</translation>
    </message>
    <message>
      <source>done again</source>
      <translation>noch einmal getan</translation>
    </message>
    <message>
      <source>Take all that are listed into the inventory as they are; one Undo brings all back</source>
      <translation>Alle aufgelisteten unverändert ins Inventar aufnehmen; einmal Rückgängig bringt alle zurück</translation>
    </message>
    <message>
      <source>Make one rock glacier of what is chosen</source>
      <translation>Aus dem Gewählten einen Blockgletscher machen</translation>
    </message>
    <message>
      <source>All remain</source>
      <translation>Alle behalten</translation>
    </message>
    <message>
      <source>One of them was changed meanwhile by {}; nothing was written, look at what is there now.</source>
      <translation>Einer davon wurde inzwischen von {} geändert; nichts wurde geschrieben, sehen Sie an, was jetzt da ist.</translation>
    </message>
    <message>
      <source>Click on each outline that belongs to it, once more to leave it out.</source>
      <translation>Klicken Sie auf jeden Umriss, der dazugehört, noch einmal, um ihn wegzulassen.</translation>
    </message>
    <message>
      <source>This candidate was removed; take it back by Remain or Refine before it is merged.</source>
      <translation>Dieser Kandidat wurde entfernt; nehmen Sie ihn mit Behalten oder Verfeinern zurück, bevor er vereinigt wird.</translation>
    </message>
    <message>
      <source>{} is out of view: move the map so that you see all that becomes one, and press it again.</source>
      <translation>{} ist außer Sicht: bewegen Sie die Karte so, dass Sie alles sehen, was eines wird, und drücken Sie noch einmal.</translation>
    </message>
    <message>
      <source>{} more</source>
      <translation>{} weitere</translation>
    </message>
    <message>
      <source>They do not all touch: the outline will have {} parts.</source>
      <translation>Sie berühren sich nicht alle: der Umriss wird {} Teile haben.</translation>
    </message>
    <message>
      <source>Remain: {} candidates, saved; one Undo brings all back.</source>
      <translation>Behalten: {} Kandidaten, gespeichert; einmal Rückgängig bringt alle zurück.</translation>
    </message>
    <message>
      <source>Looking at what the map shows …</source>
      <translation>Was die Karte zeigt, wird durchgesehen …</translation>
    </message>
    <message>
      <source>{} candidates remain as they are outlined. Click on one to leave it out.</source>
      <translation>{} Kandidaten werden behalten, wie sie umrissen sind. Klicken Sie auf einen, um ihn wegzulassen.</translation>
    </message>
    <message>
      <source>No candidate in this view can remain without a look of its own; move or zoom the map.</source>
      <translation>Kein Kandidat in diesem Ausschnitt kann ohne eigenen Blick behalten werden; bewegen oder zoomen Sie die Karte.</translation>
    </message>
    <message>
      <source>There is none of the listed candidates at this place.</source>
      <translation>An dieser Stelle liegt keiner der aufgelisteten Kandidaten.</translation>
    </message>
    <message>
      <source>The map is still being drawn: press it again when you have seen it.</source>
      <translation>Die Karte wird noch gezeichnet: drücken Sie noch einmal, wenn Sie sie gesehen haben.</translation>
    </message>
    <message>
      <source>Look at what is marked on the map first, then press it again.</source>
      <translation>Sehen Sie zuerst an, was auf der Karte markiert ist, dann drücken Sie noch einmal.</translation>
    </message>
    <message>
      <source>Left out, to be decided one by one:</source>
      <translation>Weggelassen, einzeln zu entscheiden:</translation>
    </message>
    <message>
      <source>Looking: {} of {} …</source>
      <translation>Durchgesehen: {} von {} …</translation>
    </message>
    <message>
      <source>{}: not whole in view</source>
      <translation>{}: nicht ganz im Ausschnitt</translation>
    </message>
    <message>
      <source>{}: drawn smaller than {} pixels, zoom in</source>
      <translation>{}: kleiner als {} Pixel gezeichnet, hineinzoomen</translation>
    </message>
    <message>
      <source>{}: found as another landform</source>
      <translation>{}: als andere Landform gefunden</translation>
    </message>
    <message>
      <source>{}: overlap a rock glacier or one another</source>
      <translation>{}: überlappen einen Blockgletscher oder einander</translation>
    </message>
    <message>
      <source>{}: mostly inside a glacier outline</source>
      <translation>{}: größtenteils in einem Gletscherumriss</translation>
    </message>
    <message>
      <source>{}: smaller than 0.01 km²</source>
      <translation>{}: kleiner als 0,01 km²</translation>
    </message>
    <message>
      <source>{}: outline not valid</source>
      <translation>{}: Umriss ungültig</translation>
    </message>
    <message>
      <source>{}: left out by you</source>
      <translation>{}: von Ihnen weggelassen</translation>
    </message>
    <message>
      <source>Saving: {} of {} …</source>
      <translation>Gespeichert: {} von {} …</translation>
    </message>
    <message>
      <source>On every marker of this sample something was decided together.</source>
      <translation>Über jeden Marker dieser Stichprobe ist gemeinsam entschieden.</translation>
    </message>
    <message>
      <source>{} is no longer in the inventory; it was removed or merged since the draw.</source>
      <translation>{} ist nicht mehr im Inventar; seit der Ziehung entfernt oder vereinigt.</translation>
    </message>
    <message>
      <source>{}: decided together, {}, saved.</source>
      <translation>{}: gemeinsam entschieden, {}, gespeichert.</translation>
    </message>
    <message>
      <source>On {} something was decided meanwhile, together or by one of its reviewers; look at it again.</source>
      <translation>Über {} wurde inzwischen etwas entschieden, gemeinsam oder von einem der Durchsehenden; sehen Sie es noch einmal an.</translation>
    </message>
    <message>
      <source>You have judged every marker of this sample.</source>
      <translation>Alle Marker dieser Stichprobe sind beurteilt.</translation>
    </message>
    <message>
      <source>{} was judged under your name in another window: {}. Look at it again.</source>
      <translation>{} wurde unter Ihrem Namen in einem anderen Fenster beurteilt: {}. Sehen Sie es noch einmal an.</translation>
    </message>
    <message>
      <source>There is no sample to extend.</source>
      <translation>Es gibt keine Stichprobe, die erweitert werden könnte.</translation>
    </message>
    <message>
      <source>Windows are drawn by a tool of the toolbox.</source>
      <translation>Fenster zieht ein Werkzeug der Werkzeugkiste.</translation>
    </message>
    <message>
      <source>How this sample was drawn is not recorded; draw another one.</source>
      <translation>Wie diese Stichprobe gezogen wurde, ist nicht vermerkt; ziehen Sie eine andere.</translation>
    </message>
    <message>
      <source>This sample holds every primary marker already.</source>
      <translation>Diese Stichprobe enthält schon jeden Primärmarker.</translation>
    </message>
    <message>
      <source>Draw a sample of the primary markers to begin the review.</source>
      <translation>Die Durchsicht beginnt mit einer Stichprobe der Primärmarker: bitte eine ziehen.</translation>
    </message>
    <message>
      <source>Drawn and saved: {}.</source>
      <translation>Gezogen und gespeichert: {}.</translation>
    </message>
    <message>
      <source>Drawn and saved: {} more.</source>
      <translation>Gezogen und gespeichert: {} weitere.</translation>
    </message>
    <message>
      <source>You have searched every window of this sample.</source>
      <translation>Alle Fenster dieser Stichprobe sind abgesucht.</translation>
    </message>
    <message>
      <source>Window {}</source>
      <translation>Fenster {}</translation>
    </message>
    <message>
      <source>That is outside the window; what lies there is not counted.</source>
      <translation>Das ist außerhalb des Fensters; was dort liegt, wird nicht gezählt.</translation>
    </message>
    <message>
      <source>Window {} was searched under your name in another window of QGIS. Look at it again.</source>
      <translation>Fenster {} wurde unter Ihrem Namen in einem anderen QGIS-Fenster abgesucht. Sehen Sie es noch einmal an.</translation>
    </message>
    <message>
      <source>Window {}: {}, saved.</source>
      <translation>Fenster {}: {}, gespeichert.</translation>
    </message>
    <message>
      <source>There is nothing to go through here.</source>
      <translation>Hier gibt es nichts durchzugehen.</translation>
    </message>
    <message>
      <source>{} That was the last of this sample.</source>
      <translation>{} Das war das letzte dieser Stichprobe.</translation>
    </message>
    <message>
      <source>Nothing is left.</source>
      <translation>Nichts ist übrig.</translation>
    </message>
    <message>
      <source>{} changes by another tool were noted in the journal.</source>
      <translation>{} Änderungen durch ein anderes Werkzeug wurden im Protokoll vermerkt.</translation>
    </message>
    <message>
      <source>The address that the key E opens, with {} in it; empty for Google Earth</source>
      <translation>Die Adresse, die die Taste E öffnet, mit {} darin; leer für Google Earth</translation>
    </message>
    <message>
      <source>Rock glacier models</source>
      <translation>Blockgletschermodelle</translation>
    </message>
    <message>
      <source>Another Python</source>
      <translation>Anderes Python</translation>
    </message>
    <message>
      <source>Folder of your own models</source>
      <translation>Ordner mit eigenen Modellen</translation>
    </message>
    <message>
      <source>A Python that has the engine's packages already, in place of the one above</source>
      <translation>Ein Python, das die Pakete der Engine schon hat, anstelle des obigen</translation>
    </message>
    <message>
      <source>Another viewer</source>
      <translation>Anderer Betrachter</translation>
    </message>
    <message>
      <source>Checking ...</source>
      <translation>Wird geprüft ...</translation>
    </message>
    <message>
      <source>The engine works: {}
Models: {}</source>
      <translation>Die Engine arbeitet: {}
Modelle: {}</translation>
    </message>
    <message>
      <source>The inventory was brought up to date; {} is a copy of what it was.</source>
      <translation>Das Inventar wurde auf den neuen Stand gebracht; {} ist eine Kopie des alten.</translation>
    </message>
    <message>
      <source>{} lacked indexes, as after a copy by another tool such as ogr2ogr; they are there again.</source>
      <translation>{} fehlten Indexe, wie nach einer Kopie mit einem anderen Werkzeug, etwa ogr2ogr; sie sind wieder da.</translation>
    </message>
    <message>
      <source>Click on one of them on the map to settle it.</source>
      <translation>Klicken Sie auf der Karte auf einen davon, um es zu schlichten.</translation>
    </message>
    <message>
      <source>There are {} such contradictions in this inventory, as after two copies were merged.</source>
      <translation>In diesem Inventar gibt es {} solche Widersprüche, wie nach dem Zusammenführen zweier Kopien.</translation>
    </message>
    <message>
      <source>{count} rock glaciers have the identifier {key}.</source>
      <translation>{count} Blockgletscher haben die Kennung {key}.</translation>
    </message>
    <message>
      <source>{count} rock glaciers came of the one candidate {key}.</source>
      <translation>{count} Blockgletscher kommen von dem einen Kandidaten {key}.</translation>
    </message>
    <message>
      <source>{count} primary markers have the identifier {key}.</source>
      <translation>{count} Primärmarker haben die Kennung {key}.</translation>
    </message>
    <message>
      <source>{count} rows of '{layer}' have the {field} {key}.</source>
      <translation>{count} Zeilen von „{layer}“ haben {field} {key}.</translation>
    </message>
    <message>
      <source>The candidate {key} is not accepted, and a rock glacier of it is in the inventory.</source>
      <translation>Der Kandidat {key} ist nicht angenommen, und ein Blockgletscher von ihm steht im Inventar.</translation>
    </message>
    <message>
      <source>The candidate {key} is said to remain, and no rock glacier of it is there.</source>
      <translation>Vom Kandidaten {key} heißt es, er bleibe, und es ist kein Blockgletscher von ihm da.</translation>
    </message>
    <message>
      <source>Outlines that the journal does not know: {}. Their attributes are marked as older, fill them again.</source>
      <translation>Umrisse, die das Protokoll nicht kennt: {}. Ihre Attribute sind als älter vermerkt; füllen Sie sie neu.</translation>
    </message>
    <message>
      <source>{} lacked what notes the changes of other tools, as after a copy by ogr2ogr; it is there again, but what they changed meanwhile is not in the journal.</source>
      <translation>{} fehlte, was die Änderungen anderer Werkzeuge notiert, wie nach einer Kopie mit ogr2ogr; es ist wieder da, aber was sie inzwischen geändert haben, steht nicht im Protokoll.</translation>
    </message>
    <message>
      <source>There are no polygons in {}; choose files of glacier outlines.</source>
      <translation>In {} sind keine Polygone; wählen Sie Dateien mit Gletscherumrissen.</translation>
    </message>
    <message>
      <source>{} cannot be written: {}.</source>
      <translation>{} kann nicht geschrieben werden: {}.</translation>
    </message>
    <message>
      <source>{} has no coordinate system; set it in QGIS first.</source>
      <translation>{} hat kein Koordinatensystem; legen Sie es zuerst in QGIS fest.</translation>
    </message>
    <message>
      <source>Inventories (*.gpkg)</source>
      <translation>Inventare (*.gpkg)</translation>
    </message>
    <message>
      <source>rock glaciers.gpkg</source>
      <translation>Blockgletscher.gpkg</translation>
    </message>
    <message>
      <source>{} exists already and is not overwritten: open it, or choose another name.</source>
      <translation>{} gibt es schon und wird nicht überschrieben: Öffnen Sie es, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>{} is a folder for temporary files, which are thrown away; choose another one.</source>
      <translation>{} ist ein Ordner für temporäre Dateien, die weggeworfen werden; wählen Sie einen anderen.</translation>
    </message>
    <message>
      <source>Image of the sample</source>
      <translation>Bild des Beispiels</translation>
    </message>
    <message>
      <source>The outline was out of view and is back: press the key once more to decide.</source>
      <translation>Der Umriss war nicht im Bild und ist wieder da: Drücken Sie die Taste noch einmal, um zu entscheiden.</translation>
    </message>
    <message>
      <source>{} is a temporary file and gone when QGIS closes: save a copy of it and open that.</source>
      <translation>{} ist eine temporäre Datei und weg, wenn QGIS endet: Speichern Sie eine Kopie davon und öffnen Sie diese.</translation>
    </message>
    <message>
      <source>{} is read-only: you can look at everything and change nothing.</source>
      <translation>{} ist schreibgeschützt: alles lässt sich ansehen, nichts ändern.</translation>
    </message>
    <message>
      <source>{} layers that were in this project twice were taken out; save the project to keep it so.</source>
      <translation>{} Layer, die doppelt in diesem Projekt waren, wurden herausgenommen; speichern Sie das Projekt, damit es so bleibt.</translation>
    </message>
    <message>
      <source>Another tool was in hand, and the key was not taken for a decision: press it once more.</source>
      <translation>Ein anderes Werkzeug war in der Hand, und die Taste galt nicht als Entscheidung: Drücken Sie sie noch einmal.</translation>
    </message>
    <message>
      <source>Bring back the outline you gave up</source>
      <translation>Den verworfenen Umriss zurückholen</translation>
    </message>
    <message>
      <source>This tool is not part of this version of the plugin.</source>
      <translation>Dieses Werkzeug ist nicht in dieser Version der Erweiterung.</translation>
    </message>
    <message>
      <source>Keep both</source>
      <translation>Beide behalten</translation>
    </message>
    <message>
      <source>Keep this one</source>
      <translation>Diesen behalten</translation>
    </message>
    <message>
      <source>{twins} This one is by {here}, the other by {there}.</source>
      <translation>{twins} Dieser ist von {here}, der andere von {there}.</translation>
    </message>
    <message>
      <source>The other may lie under it.</source>
      <translation>Der andere liegt vielleicht darunter.</translation>
    </message>
    <message>
      <source>Show it</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>{} Accept it, or remove the rock glacier.</source>
      <translation>{} Nehmen Sie ihn an, oder entfernen Sie den Blockgletscher.</translation>
    </message>
    <message>
      <source>Found as “{}”: the model {} does not find rock glaciers.</source>
      <translation>Als „{}“ gefunden: Das Modell {} findet keine Blockgletscher.</translation>
    </message>
    <message>
      <source>Overlaps {}: {} % of this outline.</source>
      <translation>Überlappt {}: {} % dieses Umrisses.</translation>
    </message>
    <message>
      <source>{:.0f} % lies inside a glacier outline.</source>
      <translation>{:.0f} % liegen in einem Gletscherumriss.</translation>
    </message>
    <message>
      <source>The primary marker is not inside the outline; you can also drag it.</source>
      <translation>Der Primärmarker liegt nicht im Umriss; Sie können ihn auch ziehen.</translation>
    </message>
    <message>
      <source>{} has its marker in the same cell of about 11 m; is this one outlined twice?</source>
      <translation>{} hat seinen Marker in derselben Zelle von etwa 11 m; doppelt umrissen?</translation>
    </message>
    <message>
      <source>Mend</source>
      <translation>Reparieren</translation>
    </message>
    <message>
      <source>Clip</source>
      <translation>Zuschneiden</translation>
    </message>
    <message>
      <source>Smaller than 0.01 km², the least area of the inventory.</source>
      <translation>Kleiner als 0,01 km², die Mindestfläche des Inventars.</translation>
    </message>
    <message>
      <source>Put it inside</source>
      <translation>Hineinsetzen</translation>
    </message>
    <message>
      <source>The outline is not valid: {}.</source>
      <translation>Der Umriss ist ungültig: {}.</translation>
    </message>
    <message>
      <source>Remove the engine with its downloads from {}? Inventories and models stay.</source>
      <translation>Die Engine mit allem Heruntergeladenen aus {} entfernen? Inventare und Modelle bleiben.</translation>
    </message>
    <message>
      <source>Looking at this computer …</source>
      <translation>Dieser Rechner wird angesehen …</translation>
    </message>
    <message>
      <source>A set-up was not finished; press Set up to go on.</source>
      <translation>Eine Einrichtung wurde nicht beendet; drücken Sie Einrichten, um fortzufahren.</translation>
    </message>
    <message>
      <source>Folder of the bundle</source>
      <translation>Ordner des Bündels</translation>
    </message>
    <message>
      <source>Remove the engine</source>
      <translation>Engine entfernen</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Kopiert</translation>
    </message>
    <message>
      <source>{} is set up: Python {}, computing on: {}, {} in {}.</source>
      <translation>{} ist eingerichtet: Python {}, rechnet auf: {}, {} in {}.</translation>
    </message>
    <message>
      <source>It is of an earlier version of the plugin: Set up brings the new one, then removes it.</source>
      <translation>Sie gehört zu einer früheren Fassung des Plugins: Einrichten bringt die neue und entfernt sie danach.</translation>
    </message>
    <message>
      <source>The engine is being set up in {}. You can close this window meanwhile.</source>
      <translation>Die Engine wird in {} eingerichtet. Sie können dieses Fenster inzwischen schließen.</translation>
    </message>
    <message>
      <source>The engine is not set up yet. Networks and numbers run in it, a Python of its own, so that nothing can disturb QGIS. It goes into {}; nothing else on this computer is changed.</source>
      <translation>Die Engine ist noch nicht eingerichtet. In ihr, einem eigenen Python, laufen Netze und Zahlen, damit nichts QGIS stören kann. Sie kommt nach {}; sonst wird auf diesem Rechner nichts geändert.</translation>
    </message>
    <message>
      <source>Use a bundle folder…</source>
      <translation>Bündelordner verwenden…</translation>
    </message>
    <message>
      <source>Copy diagnostics</source>
      <translation>Diagnose kopieren</translation>
    </message>
    <message>
      <source>Detection, attributes, accuracy: all but training, on the processor.</source>
      <translation>Erkennung, Attribute, Genauigkeit: alles außer Training, auf dem Prozessor.</translation>
    </message>
    <message>
      <source>Training as well, and networks on a graphics card where there is one (with PyTorch).</source>
      <translation>Auch Training, und Netze auf einer Grafikkarte, wo es eine gibt (mit PyTorch).</translation>
    </message>
    <message>
      <source>Set up</source>
      <translation>Einrichten</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Repair</source>
      <translation>Reparieren</translation>
    </message>
    <message>
      <source>Downloads and installs the engine; QGIS can be used meanwhile</source>
      <translation>Lädt die Engine herunter und installiert sie; QGIS ist inzwischen benutzbar</translation>
    </message>
    <message>
      <source>Stops the set-up; what was downloaded is kept</source>
      <translation>Hält die Einrichtung an; was heruntergeladen wurde, bleibt</translation>
    </message>
    <message>
      <source>Builds the engine anew, from what was downloaded as far as it is there</source>
      <translation>Baut die Engine neu, aus dem Heruntergeladenen, soweit es da ist</translation>
    </message>
    <message>
      <source>Removes the engine and its downloads; inventories and models stay</source>
      <translation>Entfernt die Engine und das Heruntergeladene; Inventare und Modelle bleiben</translation>
    </message>
    <message>
      <source>Sets the engine up from a folder that was filled on another computer</source>
      <translation>Richtet die Engine aus einem Ordner ein, der auf einem anderen Rechner gefüllt wurde</translation>
    </message>
    <message>
      <source>Puts a text for a report of a fault into the clipboard, without passwords</source>
      <translation>Legt einen Text für eine Fehlermeldung in die Zwischenablage, ohne Passwörter</translation>
    </message>
    <message>
      <source>About {} to download, {} on the disk.</source>
      <translation>Etwa {} herunterzuladen, {} auf der Platte.</translation>
    </message>
    <message>
      <source>Proposed for this computer.</source>
      <translation>Vorschlag für diesen Rechner.</translation>
    </message>
    <message>
      <source>{}: {} of about {}</source>
      <translation>{}: {} von etwa {}</translation>
    </message>
    <message>
      <source>Chooses where the engine is kept</source>
      <translation>Wählt, wo die Engine liegt</translation>
    </message>
    <message>
      <source>Mends what is said above</source>
      <translation>Behebt, was oben steht</translation>
    </message>
    <message>
      <source>{}: {}</source>
      <translation>{}: {}</translation>
    </message>
    <message>
      <source>Folder for the engine, on a disk with room</source>
      <translation>Ordner für die Engine, auf einer Platte mit Platz</translation>
    </message>
    <message>
      <source>Making room</source>
      <translation>Platz schaffen</translation>
    </message>
    <message>
      <source>Downloading the installer (uv)</source>
      <translation>Installationsprogramm (uv) herunterladen</translation>
    </message>
    <message>
      <source>Unpacking the installer</source>
      <translation>Installationsprogramm entpacken</translation>
    </message>
    <message>
      <source>Looking for a Python</source>
      <translation>Ein Python suchen</translation>
    </message>
    <message>
      <source>Downloading Python</source>
      <translation>Python herunterladen</translation>
    </message>
    <message>
      <source>Unpacking Python</source>
      <translation>Python entpacken</translation>
    </message>
    <message>
      <source>Making the environment</source>
      <translation>Umgebung anlegen</translation>
    </message>
    <message>
      <source>Downloading and installing the packages</source>
      <translation>Pakete herunterladen und installieren</translation>
    </message>
    <message>
      <source>Downloading and installing PyTorch</source>
      <translation>PyTorch herunterladen und installieren</translation>
    </message>
    <message>
      <source>Trying the engine</source>
      <translation>Engine ausprobieren</translation>
    </message>
    <message>
      <source>Finishing</source>
      <translation>Abschließen</translation>
    </message>
    <message>
      <source>This computer has no NVIDIA card, so networks run on its processor.</source>
      <translation>Dieser Rechner hat keine NVIDIA-Karte; Netze laufen auf seinem Prozessor.</translation>
    </message>
    <message>
      <source>This Mac has graphics that PyTorch can use.</source>
      <translation>Dieser Mac hat Grafik, die PyTorch nutzen kann.</translation>
    </message>
    <message>
      <source>This computer has the card {card}; PyTorch is installed for it ({build}).</source>
      <translation>Dieser Rechner hat die Karte {card}; PyTorch wird für sie installiert ({build}).</translation>
    </message>
    <message>
      <source>The card {card} has {memory:.0f} GB, too little for the networks: the processor is used.</source>
      <translation>Die Karte {card} hat {memory:.0f} GB, zu wenig für die Netze: Es rechnet der Prozessor.</translation>
    </message>
    <message>
      <source>The card {card} is of a kind that PyTorch no longer knows: the processor is used.</source>
      <translation>Die Karte {card} ist von einer Art, die PyTorch nicht mehr kennt: Es rechnet der Prozessor.</translation>
    </message>
    <message>
      <source>The driver {driver} of the card {card} is too old: update it to {least} or newer for the card; until then the processor is used.</source>
      <translation>Der Treiber {driver} der Karte {card} ist zu alt: Bringen Sie ihn für die Karte auf {least} oder neuer; bis dahin rechnet der Prozessor.</translation>
    </message>
    <message>
      <source>The card did not compute ({words}), so PyTorch for the processor was installed.</source>
      <translation>Die Karte rechnete nicht ({words}), daher wurde PyTorch für den Prozessor installiert.</translation>
    </message>
    <message>
      <source>The set-up was stopped; what was downloaded is kept for the next time.</source>
      <translation>Die Einrichtung wurde angehalten; was heruntergeladen wurde, bleibt für das nächste Mal.</translation>
    </message>
    <message>
      <source>There is no way to {file}: check the network and QGIS's proxy settings, then try again.</source>
      <translation>Es gibt keinen Weg zu {file}: Prüfen Sie das Netz und die Proxy-Einstellungen von QGIS und versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>The connection broke off ({file}); try again: it goes on with what has been downloaded already.</source>
      <translation>Die Verbindung brach ab ({file}); versuchen Sie es wieder: Es geht mit dem weiter, was schon heruntergeladen ist.</translation>
    </message>
    <message>
      <source>The network's proxy asks for a name and a password: write them into QGIS's network settings, then try again.</source>
      <translation>Der Proxy des Netzes verlangt Name und Passwort: Schreiben Sie sie in die Netzwerkeinstellungen von QGIS und versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>The certificate of {file} is not trusted, as where a company looks into all connections: add the company's certificate under Authentication in QGIS's options, then try again.</source>
      <translation>Dem Zertifikat von {file} wird nicht vertraut, wie dort, wo eine Firma in alle Verbindungen sieht: Fügen Sie das Zertifikat der Firma unter Authentifizierung in den Optionen von QGIS hinzu und versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>{file} refuses what is asked for: ask who runs the network, or use a bundle folder.</source>
      <translation>{file} verweigert, was verlangt wird: Fragen Sie, wer das Netz betreibt, oder verwenden Sie einen Bündelordner.</translation>
    </message>
    <message>
      <source>The disk is full ({file}): make room, or choose another folder, then try again.</source>
      <translation>Die Platte ist voll ({file}): Schaffen Sie Platz oder wählen Sie einen anderen Ordner und versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>Only {free} are free and {needed} are needed: make room, or choose another folder for the engine.</source>
      <translation>Nur {free} sind frei und {needed} nötig: Schaffen Sie Platz oder wählen Sie einen anderen Ordner für die Engine.</translation>
    </message>
    <message>
      <source>{file} may not be written to: choose another folder for the engine.</source>
      <translation>{file} darf nicht beschrieben werden: Wählen Sie einen anderen Ordner für die Engine.</translation>
    </message>
    <message>
      <source>{file} is too long a name for this system: choose a folder nearer to the drive's root.</source>
      <translation>{file} ist ein zu langer Name für dieses System: Wählen Sie einen Ordner näher an der Wurzel des Laufwerks.</translation>
    </message>
    <message>
      <source>{file} is used by another program: close it (or start QGIS again), then try again.</source>
      <translation>{file} wird von einem anderen Programm benutzt: Schließen Sie es (oder starten Sie QGIS neu) und versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>The virus scanner keeps {file} away: allow the engine's folder in it, then try again.</source>
      <translation>Der Virenscanner hält {file} zurück: Erlauben Sie dort den Ordner der Engine und versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>{file} is not the file that was expected (its checksum differs), so it was not used: try again, perhaps in another network.</source>
      <translation>{file} ist nicht die erwartete Datei (ihre Prüfsumme ist eine andere) und wurde nicht verwendet: Versuchen Sie es wieder, vielleicht in einem anderen Netz.</translation>
    </message>
    <message>
      <source>{file} arrived damaged and was not used: try again.</source>
      <translation>{file} kam beschädigt an und wurde nicht verwendet: Versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>{file} holds what does not belong there, so nothing of it was used: try again.</source>
      <translation>{file} enthält, was nicht hineingehört; nichts davon wurde verwendet: Versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>The package index does not have {file}: try again, or use a bundle folder.</source>
      <translation>Das Paketverzeichnis hat {file} nicht: Versuchen Sie es wieder oder verwenden Sie einen Bündelordner.</translation>
    </message>
    <message>
      <source>No Python could be had: install Python 3.12 from python.org, then try again.</source>
      <translation>Es war kein Python zu bekommen: Installieren Sie Python 3.12 von python.org und versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>The folder {folder} lacks {file}: choose a bundle that was made for this version.</source>
      <translation>Dem Ordner {folder} fehlt {file}: Wählen Sie ein Bündel, das für diese Fassung gemacht ist.</translation>
    </message>
    <message>
      <source>Another QGIS is setting up the engine: wait until it is done, then try again.</source>
      <translation>Ein anderes QGIS richtet die Engine gerade ein: Warten Sie, bis es fertig ist, und versuchen Sie es wieder.</translation>
    </message>
    <message>
      <source>The engine was installed but does not work ({words}): repair it.</source>
      <translation>Die Engine wurde installiert, arbeitet aber nicht ({words}): Reparieren Sie sie.</translation>
    </message>
    <message>
      <source>The set-up failed ({words}): try again, or copy the diagnostics into a report.</source>
      <translation>Die Einrichtung misslang ({words}): Versuchen Sie es wieder oder kopieren Sie die Diagnose in eine Meldung.</translation>
    </message>
    <message>
      <source>The Python under the engine in {file} is gone, as after an update: repair it.</source>
      <translation>Das Python unter der Engine in {file} ist weg, wie nach einer Aktualisierung: Reparieren Sie sie.</translation>
    </message>
    <message>
      <source>Macs with an Intel processor cannot run the engine, as its packages are no longer made for them; mapping and reviewing work without it.</source>
      <translation>Macs mit Intel-Prozessor können die Engine nicht ausführen, da ihre Pakete für sie nicht mehr gemacht werden; Kartieren und Prüfen gehen ohne sie.</translation>
    </message>
    <message>
      <source>There are no packages of the engine for this computer ({platform}); mapping and reviewing work without it.</source>
      <translation>Für diesen Rechner ({platform}) gibt es keine Pakete der Engine; Kartieren und Prüfen gehen ohne sie.</translation>
    </message>
    <message>
      <source>The engine is at work: end it (or start QGIS again), then remove it.</source>
      <translation>Die Engine arbeitet gerade: Beenden Sie sie (oder starten Sie QGIS neu) und entfernen Sie sie dann.</translation>
    </message>
    <message>
      <source>The list of sources {file} cannot be read: correct it, or unset its variable.</source>
      <translation>Die Liste der Quellen {file} ist nicht lesbar: Berichtigen Sie sie oder löschen Sie ihre Variable.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <source>Network settings…</source>
      <translation>Netzwerkeinstellungen…</translation>
    </message>
    <message>
      <source>Set up Light</source>
      <translation>Light einrichten</translation>
    </message>
    <message>
      <source>the server</source>
      <translation>der Server</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Light</translation>
    </message>
    <message>
      <source>Full</source>
      <translation>Full</translation>
    </message>
    <message>
      <source>{:.1f} GB</source>
      <translation>{:.1f} GB</translation>
    </message>
    <message>
      <source>{:.0f} MB</source>
      <translation>{:.0f} MB</translation>
    </message>
    <message>
      <source>{} was moved, deleted or replaced, or its disk is gone; nothing was written, put it back or open the inventory again.</source>
      <translation>{} wurde verschoben, gelöscht oder ersetzt, oder der Datenträger fehlt; nichts wurde geschrieben, bitte die Datei zurücklegen oder das Inventar neu öffnen.</translation>
    </message>
    <message>
      <source>{} is not a GeoPackage; give a .gpkg file.</source>
      <translation>{} ist kein GeoPackage; bitte eine .gpkg-Datei angeben.</translation>
    </message>
    <message>
      <source>There is no file {}; check the name.</source>
      <translation>Es gibt keine Datei {}; bitte den Namen prüfen.</translation>
    </message>
    <message>
      <source>{} was closed; open the inventory again.</source>
      <translation>{} wurde geschlossen; bitte das Inventar neu öffnen.</translation>
    </message>
    <message>
      <source>{} is being written by another program or person; looking still works, decide again when it is done there.</source>
      <translation>{} wird gerade von einem anderen Programm oder einer anderen Person beschrieben; Ansehen geht weiter, bitte danach neu entscheiden.</translation>
    </message>
    <message>
      <source>The inventory {} exists and is not overwritten; choose another name, or move it away.</source>
      <translation>Das Inventar {} ist schon da und wird nicht überschrieben; wählen Sie einen anderen Namen oder verschieben Sie es.</translation>
    </message>
    <message>
      <source>The output {} must be a GeoPackage; let its name end in .gpkg.</source>
      <translation>Die Ausgabe {} muss ein GeoPackage sein; ihr Name soll auf .gpkg enden.</translation>
    </message>
    <message>
      <source>The output {} is a folder; give the name of a file in it.</source>
      <translation>Die Ausgabe {} ist ein Ordner; geben Sie den Namen einer Datei darin an.</translation>
    </message>
    <message>
      <source>The output folder {} cannot be written ({}); choose another folder.</source>
      <translation>In den Ausgabeordner {} kann nicht geschrieben werden ({}); wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>{} is open in another program, often as a layer in QGIS, and cannot be replaced; close it there, or choose another name.</source>
      <translation>{} ist in einem anderen Programm geöffnet, oft als Layer in QGIS, und kann nicht ersetzt werden; schließen Sie die Datei dort, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>'{}' cannot be used as a name: Windows keeps {} for a device, whatever follows; choose another.</source>
      <translation>'{}' kann nicht als Name dienen: Windows behält {} einem Gerät vor, gleich was folgt; bitte einen anderen wählen.</translation>
    </message>
    <message>
      <source>'{}' cannot be used as a name: Windows leaves off a dot or blank at the end; choose another.</source>
      <translation>'{}' kann nicht als Name dienen: Windows lässt einen Punkt oder ein Leerzeichen am Ende weg; bitte einen anderen wählen.</translation>
    </message>
  </context>
</TS>

<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis labelsEnabled="0" styleCategories="Symbology|Labeling|Fields|Forms" version="3.22.16-Białowieża">
  <renderer-v2 enableorderby="0" forceraster="0" referencescale="-1" symbollevels="0" type="singleSymbol">
    <symbols>
      <symbol alpha="1" clip_to_extent="1" force_rhr="0" name="0" type="fill">
        <data_defined_properties>
          <Option type="Map">
            <Option name="name" type="QString" value="" />
            <Option name="properties" />
            <Option name="type" type="QString" value="collection" />
          </Option>
        </data_defined_properties>
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="border_width_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="color" type="QString" value="31,168,74,22" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="31,168,74,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.6" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
          <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="color" v="31,168,74,22" />
          <prop k="joinstyle" v="round" />
          <prop k="offset" v="0,0" />
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="offset_unit" v="MM" />
          <prop k="outline_color" v="31,168,74,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.6" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="style" v="solid" />
          <data_defined_properties>
            <Option type="Map">
              <Option name="name" type="QString" value="" />
              <Option name="properties" />
              <Option name="type" type="QString" value="collection" />
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
    </symbols>
    <rotation />
    <sizescale />
  </renderer-v2>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <fieldConfiguration>
    <field configurationFlags="None" name="ID">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="SUBREGION">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="LAT">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="90" />
            <Option name="Min" type="int" value="-90" />
            <Option name="Precision" type="int" value="6" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="LON">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="180" />
            <Option name="Min" type="int" value="-180" />
            <Option name="Precision" type="int" value="6" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="AREA">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="double" value="1e+12" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="0" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="ELE_MEAN">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="10000" />
            <Option name="Min" type="int" value="-1000" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="ELE_MEDIAN">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="10000" />
            <Option name="Min" type="int" value="-1000" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="ELE_MIN">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="10000" />
            <Option name="Min" type="int" value="-1000" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="ELE_MAX">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="10000" />
            <Option name="Min" type="int" value="-1000" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="SLO_MEAN">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="360" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="SLO_MEDIAN">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="360" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="SLO_MIN">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="360" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="SLO_MAX">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="360" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="ASPECT">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="360" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="PISR">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="10000" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="0" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="MAAT">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="100" />
            <Option name="Min" type="int" value="-100" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="MAGT">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="100" />
            <Option name="Min" type="int" value="-100" />
            <Option name="Precision" type="int" value="1" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="AP">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="100000" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="0" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="SOUR_DATA">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="MAP_DATE">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="MAPPER">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="REVIEWER">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="ADDI_INF">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="RGS_ID">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="OPERATION">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="remain" type="QString" value="remain" />
              </Option>
              <Option type="Map">
                <Option name="refine" type="QString" value="refine" />
              </Option>
              <Option type="Map">
                <Option name="retrieve" type="QString" value="retrieve" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="CANDIDATE">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="COMMENT">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="ASP_R">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="1" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="3" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="STALE">
      <editWidget type="CheckBox">
        <config>
          <Option />
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="PERMAFROST">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="continuous" type="QString" value="continuous" />
              </Option>
              <Option type="Map">
                <Option name="discontinuous" type="QString" value="discontinuous" />
              </Option>
              <Option type="Map">
                <Option name="sporadic" type="QString" value="sporadic" />
              </Option>
              <Option type="Map">
                <Option name="isolated" type="QString" value="isolated" />
              </Option>
              <Option type="Map">
                <Option name="none" type="QString" value="none" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="PZI">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="1" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="3" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="RGIK">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
  </fieldConfiguration>
  <aliases>
    <alias field="ID" index="0" name="ID" />
    <alias field="SUBREGION" index="1" name="SUBREGION" />
    <alias field="LAT" index="2" name="LAT [°]" />
    <alias field="LON" index="3" name="LON [°]" />
    <alias field="AREA" index="4" name="AREA [m²]" />
    <alias field="ELE_MEAN" index="5" name="ELE_MEAN [m]" />
    <alias field="ELE_MEDIAN" index="6" name="ELE_MEDIAN [m]" />
    <alias field="ELE_MIN" index="7" name="ELE_MIN [m]" />
    <alias field="ELE_MAX" index="8" name="ELE_MAX [m]" />
    <alias field="SLO_MEAN" index="9" name="SLO_MEAN [°]" />
    <alias field="SLO_MEDIAN" index="10" name="SLO_MEDIAN [°]" />
    <alias field="SLO_MIN" index="11" name="SLO_MIN [°]" />
    <alias field="SLO_MAX" index="12" name="SLO_MAX [°]" />
    <alias field="ASPECT" index="13" name="ASPECT [°]" />
    <alias field="PISR" index="14" name="PISR [kWh/m²/a]" />
    <alias field="MAAT" index="15" name="MAAT [°C]" />
    <alias field="MAGT" index="16" name="MAGT [°C]" />
    <alias field="AP" index="17" name="AP [mm/a]" />
    <alias field="SOUR_DATA" index="18" name="SOUR_DATA" />
    <alias field="MAP_DATE" index="19" name="MAP_DATE" />
    <alias field="MAPPER" index="20" name="MAPPER" />
    <alias field="REVIEWER" index="21" name="REVIEWER" />
    <alias field="ADDI_INF" index="22" name="ADDI_INF" />
    <alias field="RGS_ID" index="23" name="RGS_ID" />
    <alias field="OPERATION" index="24" name="OPERATION" />
    <alias field="CANDIDATE" index="25" name="CANDIDATE" />
    <alias field="COMMENT" index="26" name="COMMENT" />
    <alias field="ASP_R" index="27" name="ASP_R" />
    <alias field="STALE" index="28" name="STALE" />
    <alias field="PERMAFROST" index="29" name="PERMAFROST" />
    <alias field="PZI" index="30" name="PZI" />
    <alias field="RGIK" index="31" name="RGIK" />
  </aliases>
  <defaults>
    <default applyOnUpdate="0" expression="" field="ID" />
    <default applyOnUpdate="0" expression="" field="SUBREGION" />
    <default applyOnUpdate="0" expression="" field="LAT" />
    <default applyOnUpdate="0" expression="" field="LON" />
    <default applyOnUpdate="0" expression="" field="AREA" />
    <default applyOnUpdate="0" expression="" field="ELE_MEAN" />
    <default applyOnUpdate="0" expression="" field="ELE_MEDIAN" />
    <default applyOnUpdate="0" expression="" field="ELE_MIN" />
    <default applyOnUpdate="0" expression="" field="ELE_MAX" />
    <default applyOnUpdate="0" expression="" field="SLO_MEAN" />
    <default applyOnUpdate="0" expression="" field="SLO_MEDIAN" />
    <default applyOnUpdate="0" expression="" field="SLO_MIN" />
    <default applyOnUpdate="0" expression="" field="SLO_MAX" />
    <default applyOnUpdate="0" expression="" field="ASPECT" />
    <default applyOnUpdate="0" expression="" field="PISR" />
    <default applyOnUpdate="0" expression="" field="MAAT" />
    <default applyOnUpdate="0" expression="" field="MAGT" />
    <default applyOnUpdate="0" expression="" field="AP" />
    <default applyOnUpdate="0" expression="" field="SOUR_DATA" />
    <default applyOnUpdate="0" expression="" field="MAP_DATE" />
    <default applyOnUpdate="0" expression="" field="MAPPER" />
    <default applyOnUpdate="0" expression="" field="REVIEWER" />
    <default applyOnUpdate="0" expression="" field="ADDI_INF" />
    <default applyOnUpdate="0" expression="" field="RGS_ID" />
    <default applyOnUpdate="0" expression="" field="OPERATION" />
    <default applyOnUpdate="0" expression="" field="CANDIDATE" />
    <default applyOnUpdate="0" expression="" field="COMMENT" />
    <default applyOnUpdate="0" expression="" field="ASP_R" />
    <default applyOnUpdate="0" expression="" field="STALE" />
    <default applyOnUpdate="0" expression="" field="PERMAFROST" />
    <default applyOnUpdate="0" expression="" field="PZI" />
    <default applyOnUpdate="0" expression="" field="RGIK" />
  </defaults>
  <constraints>
    <constraint constraints="0" exp_strength="0" field="ID" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="SUBREGION" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="LAT" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="LON" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="AREA" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="ELE_MEAN" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="ELE_MEDIAN" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="ELE_MIN" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="ELE_MAX" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="SLO_MEAN" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="SLO_MEDIAN" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="SLO_MIN" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="SLO_MAX" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="ASPECT" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="PISR" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="MAAT" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="MAGT" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="AP" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="SOUR_DATA" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="MAP_DATE" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="MAPPER" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="REVIEWER" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="ADDI_INF" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="RGS_ID" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="OPERATION" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="CANDIDATE" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="COMMENT" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="ASP_R" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="STALE" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="PERMAFROST" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="PZI" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="RGIK" notnull_strength="0" unique_strength="0" />
  </constraints>
  <constraintExpressions>
    <constraint desc="" exp="" field="ID" />
    <constraint desc="" exp="" field="SUBREGION" />
    <constraint desc="" exp="" field="LAT" />
    <constraint desc="" exp="" field="LON" />
    <constraint desc="" exp="" field="AREA" />
    <constraint desc="" exp="" field="ELE_MEAN" />
    <constraint desc="" exp="" field="ELE_MEDIAN" />
    <constraint desc="" exp="" field="ELE_MIN" />
    <constraint desc="" exp="" field="ELE_MAX" />
    <constraint desc="" exp="" field="SLO_MEAN" />
    <constraint desc="" exp="" field="SLO_MEDIAN" />
    <constraint desc="" exp="" field="SLO_MIN" />
    <constraint desc="" exp="" field="SLO_MAX" />
    <constraint desc="" exp="" field="ASPECT" />
    <constraint desc="" exp="" field="PISR" />
    <constraint desc="" exp="" field="MAAT" />
    <constraint desc="" exp="" field="MAGT" />
    <constraint desc="" exp="" field="AP" />
    <constraint desc="" exp="" field="SOUR_DATA" />
    <constraint desc="" exp="" field="MAP_DATE" />
    <constraint desc="" exp="" field="MAPPER" />
    <constraint desc="" exp="" field="REVIEWER" />
    <constraint desc="" exp="" field="ADDI_INF" />
    <constraint desc="" exp="" field="RGS_ID" />
    <constraint desc="" exp="" field="OPERATION" />
    <constraint desc="" exp="" field="CANDIDATE" />
    <constraint desc="" exp="" field="COMMENT" />
    <constraint desc="" exp="" field="ASP_R" />
    <constraint desc="" exp="" field="STALE" />
    <constraint desc="" exp="" field="PERMAFROST" />
    <constraint desc="" exp="" field="PZI" />
    <constraint desc="" exp="" field="RGIK" />
  </constraintExpressions>
  <expressionfields />
  <editform tolerant="1" />
  <editforminit />
  <editforminitcodesource>0</editforminitcodesource>
  <editforminitfilepath />
  <editforminitcode />
  <featformsuppress>0</featformsuppress>
  <editorlayout>tablayout</editorlayout>
  <attributeEditorForm>
    <attributeEditorContainer columnCount="1" groupBox="0" name="Identity" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
      <attributeEditorContainer columnCount="1" groupBox="1" name="Identity" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
        <attributeEditorField index="0" name="ID" showLabel="1" />
        <attributeEditorField index="23" name="RGS_ID" showLabel="1" />
        <attributeEditorField index="1" name="SUBREGION" showLabel="1" />
        <attributeEditorField index="2" name="LAT" showLabel="1" />
        <attributeEditorField index="3" name="LON" showLabel="1" />
        <attributeEditorField index="24" name="OPERATION" showLabel="1" />
        <attributeEditorField index="25" name="CANDIDATE" showLabel="1" />
      </attributeEditorContainer>
      <attributeEditorContainer columnCount="1" groupBox="1" name="Size and state" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
        <attributeEditorField index="4" name="AREA" showLabel="1" />
        <attributeEditorField index="28" name="STALE" showLabel="1" />
      </attributeEditorContainer>
    </attributeEditorContainer>
    <attributeEditorContainer columnCount="1" groupBox="0" name="Terrain and climate" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
      <attributeEditorContainer columnCount="2" groupBox="1" name="Terrain" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
        <attributeEditorField index="5" name="ELE_MEAN" showLabel="1" />
        <attributeEditorField index="6" name="ELE_MEDIAN" showLabel="1" />
        <attributeEditorField index="7" name="ELE_MIN" showLabel="1" />
        <attributeEditorField index="8" name="ELE_MAX" showLabel="1" />
        <attributeEditorField index="9" name="SLO_MEAN" showLabel="1" />
        <attributeEditorField index="10" name="SLO_MEDIAN" showLabel="1" />
        <attributeEditorField index="11" name="SLO_MIN" showLabel="1" />
        <attributeEditorField index="12" name="SLO_MAX" showLabel="1" />
        <attributeEditorField index="13" name="ASPECT" showLabel="1" />
        <attributeEditorField index="27" name="ASP_R" showLabel="1" />
      </attributeEditorContainer>
      <attributeEditorContainer columnCount="1" groupBox="1" name="Climate and radiation" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
        <attributeEditorField index="14" name="PISR" showLabel="1" />
        <attributeEditorField index="15" name="MAAT" showLabel="1" />
        <attributeEditorField index="16" name="MAGT" showLabel="1" />
        <attributeEditorField index="17" name="AP" showLabel="1" />
        <attributeEditorField index="29" name="PERMAFROST" showLabel="1" />
        <attributeEditorField index="30" name="PZI" showLabel="1" />
      </attributeEditorContainer>
    </attributeEditorContainer>
    <attributeEditorContainer columnCount="1" groupBox="0" name="Source and people" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
      <attributeEditorContainer columnCount="1" groupBox="1" name="Source" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
        <attributeEditorField index="18" name="SOUR_DATA" showLabel="1" />
        <attributeEditorField index="19" name="MAP_DATE" showLabel="1" />
      </attributeEditorContainer>
      <attributeEditorContainer columnCount="1" groupBox="1" name="People and remarks" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
        <attributeEditorField index="20" name="MAPPER" showLabel="1" />
        <attributeEditorField index="21" name="REVIEWER" showLabel="1" />
        <attributeEditorField index="22" name="ADDI_INF" showLabel="1" />
        <attributeEditorField index="26" name="COMMENT" showLabel="1" />
      </attributeEditorContainer>
      <attributeEditorContainer columnCount="1" groupBox="1" name="As it came in" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
        <attributeEditorField index="31" name="RGIK" showLabel="1" />
      </attributeEditorContainer>
    </attributeEditorContainer>
  </attributeEditorForm>
  <editable>
    <field editable="1" name="ADDI_INF" />
    <field editable="0" name="AP" />
    <field editable="0" name="AREA" />
    <field editable="0" name="ASPECT" />
    <field editable="0" name="ASP_R" />
    <field editable="0" name="CANDIDATE" />
    <field editable="1" name="COMMENT" />
    <field editable="0" name="ELE_MAX" />
    <field editable="0" name="ELE_MEAN" />
    <field editable="0" name="ELE_MEDIAN" />
    <field editable="0" name="ELE_MIN" />
    <field editable="0" name="ID" />
    <field editable="0" name="LAT" />
    <field editable="0" name="LON" />
    <field editable="0" name="MAAT" />
    <field editable="0" name="MAGT" />
    <field editable="1" name="MAPPER" />
    <field editable="1" name="MAP_DATE" />
    <field editable="1" name="OPERATION" />
    <field editable="0" name="PERMAFROST" />
    <field editable="0" name="PISR" />
    <field editable="0" name="PZI" />
    <field editable="1" name="REVIEWER" />
    <field editable="0" name="RGIK" />
    <field editable="1" name="RGS_ID" />
    <field editable="0" name="SLO_MAX" />
    <field editable="0" name="SLO_MEAN" />
    <field editable="0" name="SLO_MEDIAN" />
    <field editable="0" name="SLO_MIN" />
    <field editable="1" name="SOUR_DATA" />
    <field editable="0" name="STALE" />
    <field editable="0" name="SUBREGION" />
  </editable>
  <labelOnTop>
    <field labelOnTop="1" name="ADDI_INF" />
    <field labelOnTop="1" name="AP" />
    <field labelOnTop="1" name="AREA" />
    <field labelOnTop="1" name="ASPECT" />
    <field labelOnTop="1" name="ASP_R" />
    <field labelOnTop="1" name="CANDIDATE" />
    <field labelOnTop="1" name="COMMENT" />
    <field labelOnTop="1" name="ELE_MAX" />
    <field labelOnTop="1" name="ELE_MEAN" />
    <field labelOnTop="1" name="ELE_MEDIAN" />
    <field labelOnTop="1" name="ELE_MIN" />
    <field labelOnTop="1" name="ID" />
    <field labelOnTop="1" name="LAT" />
    <field labelOnTop="1" name="LON" />
    <field labelOnTop="1" name="MAAT" />
    <field labelOnTop="1" name="MAGT" />
    <field labelOnTop="1" name="MAPPER" />
    <field labelOnTop="1" name="MAP_DATE" />
    <field labelOnTop="1" name="OPERATION" />
    <field labelOnTop="1" name="PERMAFROST" />
    <field labelOnTop="1" name="PISR" />
    <field labelOnTop="1" name="PZI" />
    <field labelOnTop="1" name="REVIEWER" />
    <field labelOnTop="1" name="RGIK" />
    <field labelOnTop="1" name="RGS_ID" />
    <field labelOnTop="1" name="SLO_MAX" />
    <field labelOnTop="1" name="SLO_MEAN" />
    <field labelOnTop="1" name="SLO_MEDIAN" />
    <field labelOnTop="1" name="SLO_MIN" />
    <field labelOnTop="1" name="SOUR_DATA" />
    <field labelOnTop="1" name="STALE" />
    <field labelOnTop="1" name="SUBREGION" />
  </labelOnTop>
  <reuseLastValue />
  <dataDefinedFieldProperties>
    <field name="ADDI_INF">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'ADDI_INF: additional information'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="AP">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'AP: annual precipitation [mm/a]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="AREA">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'AREA: area on the WGS84 ellipsoid [m²]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="ASPECT">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'ASPECT: circular mean of the aspect [°]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="ASP_R">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'ASP_R: resultant length of the aspect'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="CANDIDATE">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'CANDIDATE: its candidate''s identifier'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="COMMENT">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'COMMENT: the mapper''s comment'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="ELE_MAX">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'ELE_MAX: highest elevation [m]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="ELE_MEAN">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'ELE_MEAN: mean elevation [m]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="ELE_MEDIAN">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'ELE_MEDIAN: median elevation [m]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="ELE_MIN">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'ELE_MIN: lowest elevation [m]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="ID">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'ID: primary identifier'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="LAT">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'LAT: latitude of the primary marker [°]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="LON">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'LON: longitude of the primary marker [°]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="MAAT">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'MAAT: mean annual air temperature [°C]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="MAGT">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'MAGT: mean annual ground temperature [°C]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="MAPPER">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'MAPPER: who drew or confirmed the outline'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="MAP_DATE">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'MAP_DATE: date of that imagery'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="OPERATION">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'OPERATION: how it came into the inventory'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="PERMAFROST">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'PERMAFROST: permafrost zone of most of its area'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="PISR">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'PISR: potential incoming solar radiation [kWh/m²/a]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="PZI">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'PZI: mean permafrost zonation index'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="REVIEWER">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'REVIEWER: who reviewed it'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="RGIK">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'RGIK: attributes of RGIK that are not asked for here'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="RGS_ID">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'RGS_ID: identifier of the rock glacier system it belongs to'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="SLO_MAX">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'SLO_MAX: largest slope [°]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="SLO_MEAN">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'SLO_MEAN: mean slope [°]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="SLO_MEDIAN">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'SLO_MEDIAN: median slope [°]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="SLO_MIN">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'SLO_MIN: smallest slope [°]'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="SOUR_DATA">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'SOUR_DATA: imagery the outline was drawn on'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="STALE">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'STALE: the attributes are older than the outline'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="SUBREGION">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'SUBREGION: name of the subregion that holds the primary marker'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
  </dataDefinedFieldProperties>
  <widgets />
  <layerGeometryType>2</layerGeometryType>
</qgis>

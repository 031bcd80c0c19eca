<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis labelsEnabled="0" styleCategories="Symbology|Labeling|Fields|Forms" version="3.22.16-Białowieża">
  <renderer-v2 attr="coalesce(nullif(&quot;LANDFORM&quot;, ''), 'rock glacier')" enableorderby="0" forceraster="0" referencescale="-1" symbollevels="0" type="categorizedSymbol">
    <categories>
      <category label="Rock glacier" render="true" symbol="0" value="rock glacier" />
      <category label="Uncertain" render="true" symbol="1" value="uncertain" />
      <category label="Other" render="true" symbol="2" value="other" />
    </categories>
    <symbols>
      <symbol alpha="1" clip_to_extent="1" force_rhr="0" name="0" type="marker">
        <data_defined_properties>
          <Option type="Map">
            <Option name="name" type="QString" value="" />
            <Option name="properties" />
            <Option name="type" type="QString" value="collection" />
          </Option>
        </data_defined_properties>
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="angle" type="QString" value="0" />
            <Option name="cap_style" type="QString" value="square" />
            <Option name="color" type="QString" value="106,61,154,255" />
            <Option name="horizontal_anchor_point" type="QString" value="1" />
            <Option name="joinstyle" type="QString" value="bevel" />
            <Option name="name" type="QString" value="circle" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="255,255,255,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.35" />
            <Option name="outline_width_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="scale_method" type="QString" value="diameter" />
            <Option name="size" type="QString" value="2.2" />
            <Option name="size_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="size_unit" type="QString" value="MM" />
            <Option name="vertical_anchor_point" type="QString" value="1" />
          </Option>
          <prop k="angle" v="0" />
          <prop k="cap_style" v="square" />
          <prop k="color" v="106,61,154,255" />
          <prop k="horizontal_anchor_point" v="1" />
          <prop k="joinstyle" v="bevel" />
          <prop k="name" v="circle" />
          <prop k="offset" v="0,0" />
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="offset_unit" v="MM" />
          <prop k="outline_color" v="255,255,255,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.35" />
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="scale_method" v="diameter" />
          <prop k="size" v="2.2" />
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="size_unit" v="MM" />
          <prop k="vertical_anchor_point" v="1" />
          <data_defined_properties>
            <Option type="Map">
              <Option name="name" type="QString" value="" />
              <Option name="properties" />
              <Option name="type" type="QString" value="collection" />
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol alpha="1" clip_to_extent="1" force_rhr="0" name="1" type="marker">
        <data_defined_properties>
          <Option type="Map">
            <Option name="name" type="QString" value="" />
            <Option name="properties" />
            <Option name="type" type="QString" value="collection" />
          </Option>
        </data_defined_properties>
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="angle" type="QString" value="0" />
            <Option name="cap_style" type="QString" value="square" />
            <Option name="color" type="QString" value="255,255,255,255" />
            <Option name="horizontal_anchor_point" type="QString" value="1" />
            <Option name="joinstyle" type="QString" value="bevel" />
            <Option name="name" type="QString" value="circle" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="106,61,154,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.35" />
            <Option name="outline_width_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="scale_method" type="QString" value="diameter" />
            <Option name="size" type="QString" value="2.2" />
            <Option name="size_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="size_unit" type="QString" value="MM" />
            <Option name="vertical_anchor_point" type="QString" value="1" />
          </Option>
          <prop k="angle" v="0" />
          <prop k="cap_style" v="square" />
          <prop k="color" v="255,255,255,255" />
          <prop k="horizontal_anchor_point" v="1" />
          <prop k="joinstyle" v="bevel" />
          <prop k="name" v="circle" />
          <prop k="offset" v="0,0" />
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="offset_unit" v="MM" />
          <prop k="outline_color" v="106,61,154,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.35" />
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="scale_method" v="diameter" />
          <prop k="size" v="2.2" />
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="size_unit" v="MM" />
          <prop k="vertical_anchor_point" v="1" />
          <data_defined_properties>
            <Option type="Map">
              <Option name="name" type="QString" value="" />
              <Option name="properties" />
              <Option name="type" type="QString" value="collection" />
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol alpha="1" clip_to_extent="1" force_rhr="0" name="2" type="marker">
        <data_defined_properties>
          <Option type="Map">
            <Option name="name" type="QString" value="" />
            <Option name="properties" />
            <Option name="type" type="QString" value="collection" />
          </Option>
        </data_defined_properties>
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="angle" type="QString" value="0" />
            <Option name="cap_style" type="QString" value="square" />
            <Option name="color" type="QString" value="154,154,154,255" />
            <Option name="horizontal_anchor_point" type="QString" value="1" />
            <Option name="joinstyle" type="QString" value="bevel" />
            <Option name="name" type="QString" value="cross2" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="154,154,154,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.35" />
            <Option name="outline_width_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="scale_method" type="QString" value="diameter" />
            <Option name="size" type="QString" value="2.2" />
            <Option name="size_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="size_unit" type="QString" value="MM" />
            <Option name="vertical_anchor_point" type="QString" value="1" />
          </Option>
          <prop k="angle" v="0" />
          <prop k="cap_style" v="square" />
          <prop k="color" v="154,154,154,255" />
          <prop k="horizontal_anchor_point" v="1" />
          <prop k="joinstyle" v="bevel" />
          <prop k="name" v="cross2" />
          <prop k="offset" v="0,0" />
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="offset_unit" v="MM" />
          <prop k="outline_color" v="154,154,154,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.35" />
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="scale_method" v="diameter" />
          <prop k="size" v="2.2" />
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="size_unit" v="MM" />
          <prop k="vertical_anchor_point" v="1" />
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
    <field configurationFlags="None" name="LANDFORM">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="rock glacier" type="QString" value="rock glacier" />
              </Option>
              <Option type="Map">
                <Option name="uncertain" type="QString" value="uncertain" />
              </Option>
              <Option type="Map">
                <Option name="other" type="QString" value="other" />
              </Option>
            </Option>
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
    <alias field="LANDFORM" index="4" name="LANDFORM" />
    <alias field="RGIK" index="5" name="RGIK" />
  </aliases>
  <defaults>
    <default applyOnUpdate="0" expression="" field="ID" />
    <default applyOnUpdate="0" expression="" field="SUBREGION" />
    <default applyOnUpdate="0" expression="" field="LAT" />
    <default applyOnUpdate="0" expression="" field="LON" />
    <default applyOnUpdate="0" expression="" field="LANDFORM" />
    <default applyOnUpdate="0" expression="" field="RGIK" />
  </defaults>
  <constraints>
    <constraint constraints="0" exp_strength="0" field="ID" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="SUBREGION" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="LAT" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="LON" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="LANDFORM" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="RGIK" notnull_strength="0" unique_strength="0" />
  </constraints>
  <constraintExpressions>
    <constraint desc="" exp="" field="ID" />
    <constraint desc="" exp="" field="SUBREGION" />
    <constraint desc="" exp="" field="LAT" />
    <constraint desc="" exp="" field="LON" />
    <constraint desc="" exp="" field="LANDFORM" />
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
    <attributeEditorContainer columnCount="1" groupBox="1" name="Primary marker" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
      <attributeEditorField index="0" name="ID" showLabel="1" />
      <attributeEditorField index="1" name="SUBREGION" showLabel="1" />
      <attributeEditorField index="2" name="LAT" showLabel="1" />
      <attributeEditorField index="3" name="LON" showLabel="1" />
      <attributeEditorField index="4" name="LANDFORM" showLabel="1" />
      <attributeEditorField index="5" name="RGIK" showLabel="1" />
    </attributeEditorContainer>
  </attributeEditorForm>
  <editable>
    <field editable="0" name="ID" />
    <field editable="0" name="LANDFORM" />
    <field editable="0" name="LAT" />
    <field editable="0" name="LON" />
    <field editable="0" name="RGIK" />
    <field editable="0" name="SUBREGION" />
  </editable>
  <labelOnTop>
    <field labelOnTop="1" name="ID" />
    <field labelOnTop="1" name="LANDFORM" />
    <field labelOnTop="1" name="LAT" />
    <field labelOnTop="1" name="LON" />
    <field labelOnTop="1" name="RGIK" />
    <field labelOnTop="1" name="SUBREGION" />
  </labelOnTop>
  <reuseLastValue />
  <dataDefinedFieldProperties>
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
    <field name="LANDFORM">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'LANDFORM: what it stands for'" />
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
  <layerGeometryType>0</layerGeometryType>
</qgis>

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
            <Option name="color" type="QString" value="255,255,255,0" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="106,61,154,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.7" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
          <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="color" v="255,255,255,0" />
          <prop k="joinstyle" v="round" />
          <prop k="offset" v="0,0" />
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="offset_unit" v="MM" />
          <prop k="outline_color" v="106,61,154,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.7" />
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
    <field configurationFlags="None" name="SAMPLE">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="PLACE">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="STRATUM">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="WEIGHT">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="double" value="1e+09" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="2" />
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
  </fieldConfiguration>
  <aliases>
    <alias field="SAMPLE" index="0" name="SAMPLE" />
    <alias field="PLACE" index="1" name="PLACE" />
    <alias field="STRATUM" index="2" name="STRATUM" />
    <alias field="WEIGHT" index="3" name="WEIGHT" />
    <alias field="AREA" index="4" name="AREA [m²]" />
  </aliases>
  <defaults>
    <default applyOnUpdate="0" expression="" field="SAMPLE" />
    <default applyOnUpdate="0" expression="" field="PLACE" />
    <default applyOnUpdate="0" expression="" field="STRATUM" />
    <default applyOnUpdate="0" expression="" field="WEIGHT" />
    <default applyOnUpdate="0" expression="" field="AREA" />
  </defaults>
  <constraints>
    <constraint constraints="0" exp_strength="0" field="SAMPLE" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="PLACE" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="STRATUM" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="WEIGHT" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="AREA" notnull_strength="0" unique_strength="0" />
  </constraints>
  <constraintExpressions>
    <constraint desc="" exp="" field="SAMPLE" />
    <constraint desc="" exp="" field="PLACE" />
    <constraint desc="" exp="" field="STRATUM" />
    <constraint desc="" exp="" field="WEIGHT" />
    <constraint desc="" exp="" field="AREA" />
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
    <attributeEditorContainer columnCount="1" groupBox="1" name="Sample window" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
      <attributeEditorField index="0" name="SAMPLE" showLabel="1" />
      <attributeEditorField index="1" name="PLACE" showLabel="1" />
      <attributeEditorField index="2" name="STRATUM" showLabel="1" />
      <attributeEditorField index="3" name="WEIGHT" showLabel="1" />
      <attributeEditorField index="4" name="AREA" showLabel="1" />
    </attributeEditorContainer>
  </attributeEditorForm>
  <editable>
    <field editable="0" name="AREA" />
    <field editable="0" name="PLACE" />
    <field editable="0" name="SAMPLE" />
    <field editable="0" name="STRATUM" />
    <field editable="0" name="WEIGHT" />
  </editable>
  <labelOnTop>
    <field labelOnTop="1" name="AREA" />
    <field labelOnTop="1" name="PLACE" />
    <field labelOnTop="1" name="SAMPLE" />
    <field labelOnTop="1" name="STRATUM" />
    <field labelOnTop="1" name="WEIGHT" />
  </labelOnTop>
  <reuseLastValue />
  <dataDefinedFieldProperties>
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
    <field name="PLACE">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'PLACE: place of the window in the sample'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="SAMPLE">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'SAMPLE: name of the sample'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="STRATUM">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'STRATUM: stratum that it was drawn from'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="WEIGHT">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'WEIGHT: windows of the area that this one stands for'" />
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

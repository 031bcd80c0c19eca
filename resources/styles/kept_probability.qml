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
            <Option name="outline_color" type="QString" value="154,154,154,255" />
            <Option name="outline_style" type="QString" value="dot" />
            <Option name="outline_width" type="QString" value="0.2" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
          <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="color" v="255,255,255,0" />
          <prop k="joinstyle" v="round" />
          <prop k="offset" v="0,0" />
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="offset_unit" v="MM" />
          <prop k="outline_color" v="154,154,154,255" />
          <prop k="outline_style" v="dot" />
          <prop k="outline_width" v="0.2" />
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
    <field configurationFlags="None" name="RUN_ID">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="GRID">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="WIDTH">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="HEIGHT">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="LEVELS">
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
    <alias field="RUN_ID" index="0" name="RUN_ID" />
    <alias field="GRID" index="1" name="GRID" />
    <alias field="WIDTH" index="2" name="WIDTH" />
    <alias field="HEIGHT" index="3" name="HEIGHT" />
    <alias field="LEVELS" index="4" name="LEVELS" />
  </aliases>
  <defaults>
    <default applyOnUpdate="0" expression="" field="RUN_ID" />
    <default applyOnUpdate="0" expression="" field="GRID" />
    <default applyOnUpdate="0" expression="" field="WIDTH" />
    <default applyOnUpdate="0" expression="" field="HEIGHT" />
    <default applyOnUpdate="0" expression="" field="LEVELS" />
  </defaults>
  <constraints>
    <constraint constraints="0" exp_strength="0" field="RUN_ID" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="GRID" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="WIDTH" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="HEIGHT" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="LEVELS" notnull_strength="0" unique_strength="0" />
  </constraints>
  <constraintExpressions>
    <constraint desc="" exp="" field="RUN_ID" />
    <constraint desc="" exp="" field="GRID" />
    <constraint desc="" exp="" field="WIDTH" />
    <constraint desc="" exp="" field="HEIGHT" />
    <constraint desc="" exp="" field="LEVELS" />
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
    <attributeEditorContainer columnCount="1" groupBox="1" name="Kept probability" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
      <attributeEditorField index="0" name="RUN_ID" showLabel="1" />
      <attributeEditorField index="1" name="GRID" showLabel="1" />
      <attributeEditorField index="2" name="WIDTH" showLabel="1" />
      <attributeEditorField index="3" name="HEIGHT" showLabel="1" />
      <attributeEditorField index="4" name="LEVELS" showLabel="1" />
    </attributeEditorContainer>
  </attributeEditorForm>
  <editable>
    <field editable="0" name="GRID" />
    <field editable="0" name="HEIGHT" />
    <field editable="0" name="LEVELS" />
    <field editable="0" name="RUN_ID" />
    <field editable="0" name="WIDTH" />
  </editable>
  <labelOnTop>
    <field labelOnTop="1" name="GRID" />
    <field labelOnTop="1" name="HEIGHT" />
    <field labelOnTop="1" name="LEVELS" />
    <field labelOnTop="1" name="RUN_ID" />
    <field labelOnTop="1" name="WIDTH" />
  </labelOnTop>
  <reuseLastValue />
  <dataDefinedFieldProperties>
    <field name="GRID">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'GRID: its pixels in the run''s CRS'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="HEIGHT">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'HEIGHT: rows'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="LEVELS">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'LEVELS: the level that each pixel reaches'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="RUN_ID">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'RUN_ID: the detection that found it'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="WIDTH">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'WIDTH: pixels in a row'" />
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

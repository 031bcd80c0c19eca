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
            <Option name="color" type="QString" value="42,157,157,112" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_map_unit_scale" type="QString" value="3x:0,0,0,0,0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="42,157,157,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.2" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="b_diagonal" />
          </Option>
          <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="color" v="42,157,157,112" />
          <prop k="joinstyle" v="round" />
          <prop k="offset" v="0,0" />
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0" />
          <prop k="offset_unit" v="MM" />
          <prop k="outline_color" v="42,157,157,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.2" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="style" v="b_diagonal" />
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
    <field configurationFlags="None" name="PERSON">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option name="IsMultiline" type="bool" value="false" />
            <Option name="UseHtml" type="bool" value="false" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="TIME">
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
                <Option name="remove" type="QString" value="remove" />
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
    <field configurationFlags="None" name="PIXEL">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="int" value="1000" />
            <Option name="Min" type="int" value="0" />
            <Option name="Precision" type="int" value="2" />
            <Option name="Style" type="QString" value="SpinBox" />
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="SCALE">
      <editWidget type="Range">
        <config>
          <Option type="Map">
            <Option name="AllowNull" type="bool" value="true" />
            <Option name="Max" type="double" value="1e+09" />
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
  </fieldConfiguration>
  <aliases>
    <alias field="PERSON" index="0" name="PERSON" />
    <alias field="TIME" index="1" name="TIME" />
    <alias field="OPERATION" index="2" name="OPERATION" />
    <alias field="PIXEL" index="3" name="PIXEL [m]" />
    <alias field="SCALE" index="4" name="SCALE" />
    <alias field="SOUR_DATA" index="5" name="SOUR_DATA" />
    <alias field="RUN_ID" index="6" name="RUN_ID" />
  </aliases>
  <defaults>
    <default applyOnUpdate="0" expression="" field="PERSON" />
    <default applyOnUpdate="0" expression="" field="TIME" />
    <default applyOnUpdate="0" expression="" field="OPERATION" />
    <default applyOnUpdate="0" expression="" field="PIXEL" />
    <default applyOnUpdate="0" expression="" field="SCALE" />
    <default applyOnUpdate="0" expression="" field="SOUR_DATA" />
    <default applyOnUpdate="0" expression="" field="RUN_ID" />
  </defaults>
  <constraints>
    <constraint constraints="0" exp_strength="0" field="PERSON" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="TIME" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="OPERATION" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="PIXEL" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="SCALE" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="SOUR_DATA" notnull_strength="0" unique_strength="0" />
    <constraint constraints="0" exp_strength="0" field="RUN_ID" notnull_strength="0" unique_strength="0" />
  </constraints>
  <constraintExpressions>
    <constraint desc="" exp="" field="PERSON" />
    <constraint desc="" exp="" field="TIME" />
    <constraint desc="" exp="" field="OPERATION" />
    <constraint desc="" exp="" field="PIXEL" />
    <constraint desc="" exp="" field="SCALE" />
    <constraint desc="" exp="" field="SOUR_DATA" />
    <constraint desc="" exp="" field="RUN_ID" />
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
    <attributeEditorContainer columnCount="1" groupBox="1" name="Reviewed ground" showLabel="1" visibilityExpression="" visibilityExpressionEnabled="0">
      <attributeEditorField index="0" name="PERSON" showLabel="1" />
      <attributeEditorField index="1" name="TIME" showLabel="1" />
      <attributeEditorField index="2" name="OPERATION" showLabel="1" />
      <attributeEditorField index="3" name="PIXEL" showLabel="1" />
      <attributeEditorField index="4" name="SCALE" showLabel="1" />
      <attributeEditorField index="5" name="SOUR_DATA" showLabel="1" />
      <attributeEditorField index="6" name="RUN_ID" showLabel="1" />
    </attributeEditorContainer>
  </attributeEditorForm>
  <editable>
    <field editable="0" name="OPERATION" />
    <field editable="0" name="PERSON" />
    <field editable="0" name="PIXEL" />
    <field editable="0" name="RUN_ID" />
    <field editable="0" name="SCALE" />
    <field editable="0" name="SOUR_DATA" />
    <field editable="0" name="TIME" />
  </editable>
  <labelOnTop>
    <field labelOnTop="1" name="OPERATION" />
    <field labelOnTop="1" name="PERSON" />
    <field labelOnTop="1" name="PIXEL" />
    <field labelOnTop="1" name="RUN_ID" />
    <field labelOnTop="1" name="SCALE" />
    <field labelOnTop="1" name="SOUR_DATA" />
    <field labelOnTop="1" name="TIME" />
  </labelOnTop>
  <reuseLastValue />
  <dataDefinedFieldProperties>
    <field name="OPERATION">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'OPERATION: the decision that was made while it was shown'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="PERSON">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'PERSON: who looked at it'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="PIXEL">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'PIXEL: ground along one pixel of the screen [m]'" />
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
            <Option name="expression" type="QString" value="'RUN_ID: the detection whose candidate was decided'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="SCALE">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'SCALE: denominator of the map''s scale'" />
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
            <Option name="expression" type="QString" value="'SOUR_DATA: imagery that was shown'" />
            <Option name="type" type="int" value="3" />
          </Option>
        </Option>
        <Option name="type" type="QString" value="collection" />
      </Option>
    </field>
    <field name="TIME">
      <Option type="Map">
        <Option name="name" type="QString" value="" />
        <Option name="properties" type="Map">
          <Option name="dataDefinedAlias" type="Map">
            <Option name="active" type="bool" value="true" />
            <Option name="expression" type="QString" value="'TIME: when'" />
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

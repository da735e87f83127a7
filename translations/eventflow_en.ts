<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ReloadMessage</name>
    <message numerus="yes">
        <source>%n alert(s) go on</source>
        <translation>
            <numerusform>%n alert goes on</numerusform>
            <numerusform>%n alerts go on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) are pending again</source>
        <translation>
            <numerusform>%n alert is pending again</numerusform>
            <numerusform>%n alerts are pending again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) end</source>
        <translation>
            <numerusform>%n alert ends</numerusform>
            <numerusform>%n alerts end</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::viewmodels::JsonTreeModel</name>
    <message numerus="yes">
        <source>{%n field(s)}</source>
        <translation>
            <numerusform>{%n field}</numerusform>
            <numerusform>{%n fields}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n element(s)]</source>
        <translation>
            <numerusform>[%n element]</numerusform>
            <numerusform>[%n elements]</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::AlertsPerspective</name>
    <message numerus="yes">
        <source>%n rule(s) cannot be evaluated, their alerts keep their state:</source>
        <translation>
            <numerusform>%n rule cannot be evaluated, its alerts keep their state:</numerusform>
            <numerusform>%n rules cannot be evaluated, their alerts keep their state:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are not listed. Narrow the filter to see them.</source>
        <translation>
            <numerusform>%n more is not listed. Narrow the filter to see it.</numerusform>
            <numerusform>%n more are not listed. Narrow the filter to see them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) are watched.</source>
        <translation>
            <numerusform>%n rule is watched.</numerusform>
            <numerusform>%n rules are watched.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::ChartCanvas</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::MainWindow</name>
    <message numerus="yes">
        <source>%n alert(s) firing</source>
        <translation>
            <numerusform>%n alert fires</numerusform>
            <numerusform>%n alerts fire</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dead letter(s)</source>
        <translation>
            <numerusform>%n dead letter</numerusform>
            <numerusform>%n dead letters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::NameValueGrid</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::SchemaPane</name>
    <message numerus="yes">
        <source>None of the %n message(s) that were looked at is JSON.</source>
        <translation>
            <numerusform>The %n message that was looked at is not JSON.</numerusform>
            <numerusform>None of the %n messages that were looked at is JSON.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::TimeSeriesChart</name>
    <message numerus="yes">
        <source>%n series, latest values: %1</source>
        <translation>
            <numerusform>%n series, latest values: %1</numerusform>
            <numerusform>%n series, latest values: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::TopicsPerspective</name>
    <message numerus="yes">
        <source>%n topic(s)</source>
        <translation>
            <numerusform>%n topic</numerusform>
            <numerusform>%n topics</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s)</source>
        <translation>
            <numerusform>%n partition</numerusform>
            <numerusform>%n partitions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::ConnectionManager</name>
    <message numerus="yes">
        <source>%n connection(s) were changed and not saved.</source>
        <translation>
            <numerusform>%n connection was changed and not saved.</numerusform>
            <numerusform>%n connections were changed and not saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::ImportDialog</name>
    <message numerus="yes">
        <source>Import %n connection(s)</source>
        <translation>
            <numerusform>Import %n connection</numerusform>
            <numerusform>Import %n connections</numerusform>
        </translation>
    </message>
</context>
</TS>

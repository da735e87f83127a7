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
    <name>eventflow::viewmodels::SchemaCheck</name>
    <message numerus="yes">
        <source>Not compatible by %1: %n reason(s).</source>
        <translation>
            <numerusform>Not compatible by %1: %n reason.</numerusform>
            <numerusform>Not compatible by %1: %n reasons.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not known by %1: %n version(s) could not be opened.</source>
        <translation>
            <numerusform>Not known by %1: %n version could not be opened.</numerusform>
            <numerusform>Not known by %1: %n versions could not be opened.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Compatible by %1, checked against %n version(s) here.</source>
        <translation>
            <numerusform>Compatible by %1, checked against %n version here.</numerusform>
            <numerusform>Compatible by %1, checked against %n versions here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::viewmodels::SchemaComparison</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n break(s) backward</source>
        <translation>
            <numerusform>%n break backward</numerusform>
            <numerusform>%n breaks backward</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n break(s) forward</source>
        <translation>
            <numerusform>%n break forward</numerusform>
            <numerusform>%n breaks forward</numerusform>
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
            <numerusform>%n more are not listed. Narrow the filter to see them.</numerusform>
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
    <name>eventflow::widgets::CheckPane</name>
    <message numerus="yes">
        <source>It refers to %n schema(s): %1</source>
        <translation>
            <numerusform>It refers to %n schema: %1</numerusform>
            <numerusform>It refers to %n schemas: %1</numerusform>
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
    <name>eventflow::widgets::DriftPane</name>
    <message numerus="yes">
        <source>The records part from version %1 in %n place(s).</source>
        <translation>
            <numerusform>The records part from version %1 in %n place.</numerusform>
            <numerusform>The records part from version %1 in %n places.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::GroupDetail</name>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::GroupsPerspective</name>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n group</numerusform>
            <numerusform>%n groups</numerusform>
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
<context>
    <name>eventflow::widgets::LinesPage</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::MainWindow</name>
    <message numerus="yes">
        <source>%n alert(s) firing</source>
        <translation>
            <numerusform>%n alert firing</numerusform>
            <numerusform>%n alerts firing</numerusform>
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
    <name>eventflow::widgets::MaskingButton</name>
    <message numerus="yes">
        <source>Masked by %n rule(s)</source>
        <translation>
            <numerusform>Masked by %n rule</numerusform>
            <numerusform>Masked by %n rules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit the %n masking rule(s)</source>
        <translation>
            <numerusform>Edit the %n masking rule</numerusform>
            <numerusform>Edit the %n masking rules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::MessageActions</name>
    <message numerus="yes">
        <source>%n message(s) copied.</source>
        <translation>
            <numerusform>%n message copied.</numerusform>
            <numerusform>%n messages copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kcat command(s) copied.</source>
        <translation>
            <numerusform>%n kcat command copied.</numerusform>
            <numerusform>%n kcat commands copied.</numerusform>
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
    <name>eventflow::widgets::PlanPage</name>
    <message numerus="yes">
        <source>Nothing has been changed yet. %n change(s) would be made:</source>
        <translation>
            <numerusform>Nothing has been changed yet. %n change would be made:</numerusform>
            <numerusform>Nothing has been changed yet. %n changes would be made:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more warning(s)</source>
        <translation>
            <numerusform>and %n more warning</numerusform>
            <numerusform>and %n more warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::ResendDialog</name>
    <message numerus="yes">
        <source>%n record(s), %1, from %2.</source>
        <translation>
            <numerusform>%n record, %1, from %2.</numerusform>
            <numerusform>%n records, %1, from %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::ScanBar</name>
    <message numerus="yes">
        <source>%n partition(s) · %1 messages</source>
        <translation>
            <numerusform>%n partition · %1 messages</numerusform>
            <numerusform>%n partitions · %1 messages</numerusform>
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
    <name>eventflow::widgets::SchemaTextPane</name>
    <message numerus="yes">
        <source>%1, as it was registered: %2 in %n line(s)</source>
        <translation>
            <numerusform>%1, as it was registered: %2 in %n line</numerusform>
            <numerusform>%1, as it was registered: %2 in %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::SchemaTreePane</name>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::StreamPerspective</name>
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
    <name>eventflow::widgets::StuckPane</name>
    <message numerus="yes">
        <source>%n partition(s) stand still while records come in. The record at the offset may be one that the consumer chokes on.</source>
        <translation>
            <numerusform>%n partition stands still while records come in. The record at the offset may be one that the consumer chokes on.</numerusform>
            <numerusform>%n partitions stand still while records come in. The record at the offset may be one that the consumer chokes on.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>eventflow::widgets::SubjectListPane</name>
    <message numerus="yes">
        <source>%n subject(s)</source>
        <translation>
            <numerusform>%n subject</numerusform>
            <numerusform>%n subjects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted</source>
        <translation>
            <numerusform>%n deleted</numerusform>
            <numerusform>%n deleted</numerusform>
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
    <name>eventflow::widgets::TopicDetail</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
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
    <name>eventflow::widgets::TopicList</name>
    <message numerus="yes">
        <source>%n broker(s)</source>
        <translation>
            <numerusform>%n broker</numerusform>
            <numerusform>%n brokers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with problems</source>
        <translation>
            <numerusform>%n with problems</numerusform>
            <numerusform>%n with problems</numerusform>
        </translation>
    </message>
</context>
</TS>

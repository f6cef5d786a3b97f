using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Observatorio.Ingest.Profiles;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>The reference page of the profile format names every field that a profile can have, with its default.</summary>
public sealed partial class ProfilesPageTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly Type[] Records =
    [
        typeof(DatasetSpec), typeof(ProviderSpec), typeof(Text3), typeof(RollUp), typeof(GroupedClass), typeof(RoundingSpec), typeof(AcceptedDefect), typeof(DatasetFlag),
        typeof(Layout), typeof(IgnoredPart), typeof(TableLayout), typeof(HeaderLayout), typeof(ColumnRule), typeof(Marker), typeof(RowRule), typeof(IdentityCell), typeof(TextFigure),
        typeof(RegisterLayout), typeof(RegisterDimension), typeof(RegisterMeasure), typeof(RegisterFilter), typeof(RegisterJoin), typeof(RegisterNumber), typeof(RegisterDesign), typeof(RegisterSuppression),
    ];

    private static readonly (Type Record, string[] Columns)[] CsvFiles =
    [
        (typeof(LabelRule), ["component", "label", "pattern", "code", "obs_status"]),
        (typeof(NationalArea), ["code", "parent", "name"]),
        (typeof(Correction), ["cell", "expected", "corrected", "reason"]),
    ];

    [TestCaseSource(nameof(Records))]
    public void EveryFieldIsDescribedWithItsDefault(Type record)
        => Assert.That(Table("record", record).Select(row => (row[0], row[1])), Is.EquivalentTo(Fields(record)));

    [Test]
    public void EveryMeaningOfAMarkerIsDescribed()
        => Assert.That(Table("record", typeof(MarkerMeaning)).Select(row => row[0]), Is.EquivalentTo(Enum.GetNames<MarkerMeaning>()));

    [TestCaseSource(nameof(CsvFiles))]
    public void EveryColumnIsDescribed((Type Record, string[] Columns) file)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Table("columns", file.Record).Select(row => row[0]), Is.EquivalentTo(file.Columns));
            // A property more is a column that this test does not know; Line is no column.
            Assert.That(file.Record.GetProperties().Where(p => p.Name != nameof(LabelRule.Line)), Has.Exactly(file.Columns.Length).Items);
        }
    }

    [Test]
    public void EveryRecordOfAProfileIsOnThePage()
    {
        var known = Records.Concat(CsvFiles.Select(f => f.Record)).Append(typeof(Profile)).Append(typeof(MarkerMeaning)).ToList();
        var all = typeof(Profile).Assembly.GetExportedTypes().Where(t => t.Namespace == typeof(Profile).Namespace && !t.IsAssignableTo(typeof(Exception)) && !(t.IsAbstract && t.IsSealed));
        Assert.That(all, Is.EquivalentTo(known));
    }

    private static IEnumerable<(string Field, string Default)> Fields(Type record)
    {
        var constructor = record.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var parameters = constructor.GetParameters();
        var empty = constructor.Invoke([.. parameters.Select(p => p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null)]);
        foreach (var property in record.GetProperties().Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null))
        {
            var parameter = parameters.FirstOrDefault(p => p.Name == property.Name);
            var value = parameter is null ? JsonSerializer.Serialize(property.GetValue(empty), Web)
                : parameter.HasDefaultValue ? JsonSerializer.Serialize(parameter.DefaultValue, Web)
                : "—";
            yield return (JsonNamingPolicy.CamelCase.ConvertName(property.Name), value);
        }
    }

    // First and second cell of each row of the table below the comment that names the record.
    private static IEnumerable<string[]> Table(string kind, Type record)
    {
        var lines = Repository.Read("docs/profiles.md").Split('\n');
        var comment = Array.IndexOf(lines, $"<!-- {kind} {record.Name} -->");
        Assert.That(comment, Is.GreaterThanOrEqualTo(0), $"docs/profiles.md has no table of {record.Name}.");
        return lines.Skip(comment + 3).TakeWhile(line => line.StartsWith('|')).Select(line => Border().Split(line).Skip(1).Select(cell => cell.Trim().Trim('`')).ToArray());
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Border();
}

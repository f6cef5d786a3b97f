namespace Observatorio.Ingest.Profiles;

/// <summary>
/// How the files of one dataset are read: what the dataset is, how its files are laid out, and what their labels
/// mean. A folder of JSON and CSV files; see <see cref="ProfileFolder"/>.
/// </summary>
/// <param name="Id">Name of the folder.</param>
/// <param name="Dataset">What the figures are.</param>
/// <param name="Layouts">How files may look; the first that fits a file is used.</param>
/// <param name="Labels">What the labels mean.</param>
/// <param name="Areas">National areas below ISO 3166-2 that the labels use.</param>
/// <param name="Corrections">Figures that are known to be wrong in the source.</param>
/// <param name="Files">The folder's files as text, by name; archived with each submission.</param>
public sealed record Profile(
    string Id, DatasetSpec Dataset, IReadOnlyList<Layout> Layouts, IReadOnlyList<LabelRule> Labels, IReadOnlyList<NationalArea> Areas,
    IReadOnlyList<Correction> Corrections, IReadOnlyDictionary<string, string> Files);

/// <summary>What a label means for one component.</summary>
/// <param name="Component">Such as <c>SIZE_CLASS</c>.</param>
/// <param name="Label">The label without leading or trailing blanks, or empty where <paramref name="Pattern"/> is used.</param>
/// <param name="Pattern">Regular expression on the whole label; groups are used in <paramref name="Code"/> as <c>$1</c>.</param>
/// <param name="Code">The code it stands for.</param>
/// <param name="ObsStatus">A status that the label itself conveys, such as <c>P</c> for a starred period; of a pattern it may take in parts of the label, as the code may.</param>
/// <param name="Line">Line of the labels file, for messages.</param>
public sealed record LabelRule(string Component, string Label, string? Pattern, string Code, string? ObsStatus, int Line);

/// <summary>An area that the international lists lack.</summary>
/// <param name="Code">Its code here.</param>
/// <param name="Parent">Code of the area that holds it.</param>
/// <param name="Name">Its name.</param>
public sealed record NationalArea(string Code, string Parent, string Name);

/// <summary>A manual correction: a data row with its reason; it fails loudly once the source is fixed.</summary>
/// <param name="Cell">Where, as in <c>Hoja1!C17</c> or <c>C17</c>.</param>
/// <param name="Expected">The wrong text that must stand there.</param>
/// <param name="Corrected">The text that is read instead.</param>
/// <param name="Reason">Why, and on whose word.</param>
public sealed record Correction(string Cell, string Expected, string Corrected, string Reason);

namespace Hookwork.Tests.Infra;

/// <summary>What a Bicep file declares, as the grammar sees it.</summary>
/// <param name="Errors">What is no Bicep, with its line.</param>
/// <param name="Calls">Functions and decorators that it calls.</param>
/// <param name="Unknown">Names that it uses and nothing in it declares.</param>
/// <param name="Types">Resource types, with their API version unless they are nested in another.</param>
/// <param name="Values">Resources and variables, with every property name and string in them.</param>
internal sealed record BicepFile(
    string File, IReadOnlyList<string> Errors, IReadOnlyList<string> Calls, IReadOnlyList<string> Unknown, IReadOnlyList<string> Types,
    IReadOnlyList<BicepFile.Parameter> Parameters, IReadOnlyList<BicepFile.Output> Outputs, IReadOnlyList<BicepFile.Value> Values,
    IReadOnlyList<BicepFile.Module> Modules, IReadOnlyList<BicepFile.OutputUse> OutputsUsed)
{
    public string Name => Path.GetFileName(File);

    /// <summary>The resource or variable of a name.</summary>
    public Value this[string name] => Values.Single(value => value.Name == name);

    internal sealed record Parameter(string Name, bool IsSecure, bool IsRequired);

    internal sealed record Output(string Name, string Value);

    internal sealed record Value(string Name, IReadOnlyList<string> Keys, IReadOnlyList<string> Strings);

    internal sealed record Module(string Name, string Path, IReadOnlyList<string> Parameters);

    internal sealed record OutputUse(string Module, string Output);
}

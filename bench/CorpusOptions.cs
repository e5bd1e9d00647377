using System.CommandLine;

namespace Hookwork.Bench;

/// <summary>The options of the benches that generate mails.</summary>
internal static class CorpusOptions
{
    /// <summary>How many mails.</summary>
    public static Option<int> Mails(int standard) => Number("--mails", "How many mails to generate.", standard);

    /// <summary>How many patches.</summary>
    public static Option<int> Patches(int standard) => Number("--patches", "How many patches to generate.", standard);

    public static Option<int> Seed() => Number("--seed", "The seed of the generated mails.", 20_260_327);

    /// <summary>How often everything is asked for.</summary>
    public static Option<int> Rounds(int standard) => Number("--rounds", "How often to send each request.", standard);

    /// <summary>An option that takes a number.</summary>
    public static Option<int> Number(string name, string about, int standard) =>
        new(name) { Description = about, DefaultValueFactory = _ => standard };
}

using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Hookwork.Tests.Architecture;

/// <summary>
/// The allowed dependencies between folders of <c>functions/</c>, as in docs/architecture.md. A failure names the two
/// types.
/// </summary>
public sealed class DependencyTests
{
    private static readonly ArchUnitNET.Domain.Architecture s_app = new ArchLoader()
        .LoadAssemblies(typeof(Hookwork.Hosting.HookworkServices).Assembly)
        .Build();

    /// <summary>
    /// The folders that each folder may use: only those listed before it, so there are no cycles. Hosting composes all.
    /// </summary>
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Input"] = [],
        ["Telemetry"] = ["Input"],
        ["Mail"] = ["Input"],
        ["Pages"] = ["Input"],
        ["Patchwork"] = ["Input", "Telemetry"],
        ["Archive"] = ["Input", "Mail", "Telemetry"],
        ["Catalog"] = ["Archive", "Input", "Mail", "Patchwork", "Telemetry"],
        ["Ingest"] = ["Archive", "Input", "Mail", "Pages", "Patchwork", "Telemetry"],
        ["Builds"] = ["Archive", "Catalog", "Ingest", "Input", "Mail", "Patchwork"],
        ["Search"] = ["Archive", "Catalog", "Input", "Mail", "Pages", "Patchwork", "Telemetry"],
        ["Api"] = ["Archive", "Catalog", "Ingest", "Input", "Mail", "Pages", "Patchwork", "Telemetry"],
        ["Inbox"] = ["Archive", "Catalog", "Input", "Mail", "Pages", "Patchwork", "Search", "Telemetry"],
        ["Site"] =
        [
            "Api",
            "Archive",
            "Builds",
            "Catalog",
            "Ingest",
            "Input",
            "Mail",
            "Pages",
            "Patchwork",
            "Search",
            "Telemetry",
        ],
        ["Webhooks"] = ["Archive", "Builds", "Catalog", "Ingest", "Input", "Mail", "Pages", "Patchwork", "Telemetry"],
    };

    public static TheoryData<string> Folders => [.. s_mayUse.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_it_may(string folder)
    {
        foreach (var other in s_mayUse.Keys.Append("Hosting").Except(s_mayUse[folder]).Where(other => other != folder))
        {
            Types()
                .That()
                .ResideInNamespaceMatching(Below(folder))
                .Should()
                .NotDependOnAnyTypesThat()
                .ResideInNamespaceMatching(Below(other))
                .WithoutRequiringPositiveResults()
                .Check(s_app);
        }
    }

    [Fact]
    public void Every_folder_has_its_rule()
    {
        var folders = Directory
            .GetDirectories(Repository.Path("functions"))
            .Select(Path.GetFileName)
            .Except(["bin", "obj", "Hosting"]);

        Assert.Equal(s_mayUse.Keys.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_folder_is_part_of_a_circle()
    {
        var folders = s_mayUse.Keys.ToList();

        Assert.All(
            s_mayUse,
            rule => Assert.All(rule.Value, used => Assert.True(folders.IndexOf(used) < folders.IndexOf(rule.Key)))
        );
    }

    [Theory]
    [InlineData("Patchwork", "^Azure")]
    [InlineData("Mail", "^Azure")]
    [InlineData("Mail", "^System\\.Net\\.Http")]
    [InlineData("Archive", "^Microsoft\\.AspNetCore")]
    [InlineData("Archive", "^System\\.Net\\.Http")]
    [InlineData("Catalog", "^Microsoft\\.AspNetCore")]
    [InlineData("Search", "^Azure")]
    public void A_folder_does_not_know(string folder, string library) =>
        Types()
            .That()
            .ResideInNamespaceMatching(Below(folder))
            .Should()
            .NotDependOnAnyTypesThat()
            .ResideInNamespaceMatching(library)
            .WithoutRequiringPositiveResults()
            .Check(s_app);

    private static string Below(string folder) => $@"^Hookwork\.{folder}(\..*)?$";
}

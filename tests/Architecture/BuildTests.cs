using System.Xml.Linq;

namespace Hookwork.Tests.Architecture;

/// <summary>What a build depends on.</summary>
public sealed class BuildTests
{
    /// <summary>
    /// dotnet uses the newest SDK on the machine. With "latest" it would build by its own language and rules, and
    /// warnings are errors.
    /// </summary>
    [Fact]
    public void A_newer_SDK_builds_by_the_language_and_rules_of_the_target_framework()
    {
        var properties = File.ReadAllText(Repository.Path("Directory.Build.props"));

        Assert.Contains("<TargetFramework>net10.0<", properties, StringComparison.Ordinal);
        Assert.Contains("<AnalysisLevel>10.0-", properties, StringComparison.Ordinal);
        Assert.DoesNotContain("latest", properties, StringComparison.Ordinal);
    }

    /// <summary>
    /// The container's image has Ubuntu, where chromium is no package of apt. apt-get installs none of several if one is
    /// missing, and what comes after it in the command does not run.
    /// </summary>
    [Fact]
    public void The_development_container_asks_for_packages_that_Ubuntu_has()
    {
        var container = File.ReadAllText(Repository.Path(".devcontainer", "devcontainer.json"));

        Assert.Contains("/dotnet:2-10.0\"", container, StringComparison.Ordinal);
        Assert.DoesNotContain("chromium", container, StringComparison.Ordinal);
    }

    /// <summary>
    /// By default, Git for Windows gives the files of a clone the line ends of Windows. The development container has
    /// the same files, and then runs no script.
    /// </summary>
    [Fact]
    public void A_clone_on_Windows_has_the_line_ends_of_the_repository() =>
        Assert.Contains("* text=auto eol=lf", File.ReadAllLines(Repository.Path(".gitattributes")));

    /// <summary>
    /// .vscode/ publishes for Debug, and runs the app under the Core Tools on the developer's machine, which needs its
    /// own SQLite library.
    /// </summary>
    [Fact]
    public void Only_what_is_deployed_is_made_for_the_machines_of_Azure()
    {
        var project = XDocument.Load(Repository.Path("functions", "Hookwork.csproj"));
        var condition = (string?)project.Descendants("RuntimeIdentifier").Single().Parent!.Attribute("Condition");

        Assert.Contains("'$(Configuration)' == 'Release'", condition, StringComparison.Ordinal);
    }
}

using System.Text.RegularExpressions;

namespace Hookwork.Tests.Architecture;

/// <summary>The shape of <c>functions/</c>: small folders, small files, the namespace of the folder.</summary>
public sealed partial class LayoutTests
{
    private const int MostFiles = 20;
    private const int MostLines = 300;

    [Fact]
    public void No_folder_holds_more_than_twenty_files()
    {
        var full = Files()
            .GroupBy(Path.GetDirectoryName)
            .Where(folder => folder.Count() > MostFiles)
            .Select(folder => folder.Key);

        Assert.Empty(full);
    }

    [Fact]
    public void No_file_is_longer_than_three_hundred_lines() =>
        Assert.DoesNotContain(Files(), file => File.ReadLines(Repository.Path(file)).Count() > MostLines);

    [Fact]
    public void The_root_holds_the_program_and_its_project_only() =>
        Assert.Equal(
            ["Hookwork.csproj", "Program.cs", "_Imports.razor"],
            Directory.GetFiles(Repository.Path("functions")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_namespace_is_the_folder()
    {
        foreach (
            var file in Files()
                .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && Path.GetFileName(file) != "Program.cs")
        )
        {
            var expected =
                "Hookwork."
                + Path.GetRelativePath("functions", Path.GetDirectoryName(file)!)
                    .Replace(Path.DirectorySeparatorChar, '.');
            Assert.True(
                Namespace().Match(File.ReadAllText(Repository.Path(file))).Groups[1].Value == expected,
                $"{file} is not in {expected}"
            );
        }
    }

    /// <summary>The files below <c>functions/</c>, as paths from the repository's root.</summary>
    private static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Repository.Path("functions"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Path(), file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}

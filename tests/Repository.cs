namespace Hookwork.Tests;

/// <summary>The files that the tests were built from.</summary>
internal static class Repository
{
    private static readonly Lazy<string> s_root = new(Find);

    /// <summary>The path of a file or folder, given from the root.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([s_root.Value, .. parts]);

    /// <summary>The text of every source file below a folder.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(Path(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !System
                    .IO.Path.GetRelativePath(Path(folder), file)
                    .Split(System.IO.Path.DirectorySeparatorChar)
                    .Any(part => part is "obj" or "bin")
            )
            .Select(File.ReadAllText);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Serverless.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException(
            $"{AppContext.BaseDirectory} is not below the folder that has Serverless.sln."
        );
    }
}

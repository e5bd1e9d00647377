using Hookwork.SelfHost;

namespace Hookwork.Tests;

/// <summary>All that an Azurite saved in its folder when it stopped.</summary>
/// <param name="files">The content of each file by its path in the folder.</param>
internal sealed class AzuriteFiles(IReadOnlyDictionary<string, byte[]> files)
{
    /// <summary>Files that hold nothing.</summary>
    public static AzuriteFiles None { get; } = new(new Dictionary<string, byte[]>(StringComparer.Ordinal));

    /// <summary>Reads what a stopped Azurite left in its folder.</summary>
    public static AzuriteFiles In(DirectoryInfo folder) =>
        new(
            folder
                .EnumerateFiles("*", SearchOption.AllDirectories)
                // The lock of the folder is no part of its data.
                .Where(file => file.Extension != ".lock")
                .ToDictionary(
                    file => Path.GetRelativePath(folder.FullName, file.FullName),
                    file => File.ReadAllBytes(file.FullName),
                    StringComparer.Ordinal
                )
        );

    /// <summary>Writes a copy into a folder.</summary>
    public async Task WriteAsync(string folder)
    {
        foreach (var (path, content) in files)
        {
            var file = new FileInfo(Path.Combine(folder, path));
            file.Directory!.Create();
            await File.WriteAllBytesAsync(file.FullName, content);
        }
    }

    /// <summary>Starts an Azurite that holds a copy.</summary>
    public async Task<AzuriteCopy> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-azurite-");
        await WriteAsync(folder.FullName);
        return new AzuriteCopy(folder, await Azurite.StartAsync(new AzuriteOptions { DataFolder = folder.FullName }));
    }
}

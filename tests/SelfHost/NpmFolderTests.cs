using Hookwork.SelfHost;

namespace Hookwork.Tests.SelfHost;

public sealed class NpmFolderTests
{
    /// <summary>On Windows, an antivirus has files of a new folder open. Here another file has its name.</summary>
    [Fact]
    public async Task A_folder_that_cannot_be_renamed_at_once_is_renamed_as_soon_as_it_can()
    {
        var root = Directory.CreateTempSubdirectory("hookwork-npm");
        var (folder, name) = (root.CreateSubdirectory("partial"), Path.Combine(root.FullName, "whole"));
        await File.WriteAllTextAsync(name, "");

        var moving = NpmFolder.MoveAsync(folder.FullName, name, default);
        Assert.False(moving.IsCompleted);
        File.Delete(name);
        await moving;

        Assert.True(Directory.Exists(name));
        root.Delete(recursive: true);
    }
}

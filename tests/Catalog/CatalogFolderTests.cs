using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Catalog;

public sealed class CatalogFolderTests
{
    [Fact]
    public void Clears_away_what_others_left_and_nothing_else()
    {
        var root = Directory.CreateTempSubdirectory("hookwork-folder").FullName;
        var photos = Directory.CreateDirectory(Path.Combine(root, "photos")).FullName;
        File.WriteAllText(Path.Combine(photos, "lock"), "Mine");
        var like = Directory.CreateDirectory(Path.Combine(root, "catalogs-of-books")).FullName;
        var left = Directory.CreateDirectory(Path.Combine(root, $"catalogs-{Guid.NewGuid():N}")).FullName;
        File.WriteAllText(Path.Combine(left, "lock"), "");
        File.WriteAllText(Path.Combine(left, "1.db"), "Left");

        using (var folder = CatalogFolder.Take(root))
        {
            using var other = CatalogFolder.Take(root);
            Assert.False(Directory.Exists(left));
            Assert.True(Directory.Exists(photos));
            Assert.True(Directory.Exists(like));
            Assert.True(Directory.Exists(folder.Path));
            Assert.NotEqual(folder.Path, other.Path);
        }

        Assert.Equal([like, photos], Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal));
        Directory.Delete(root, recursive: true);
    }

    /// <summary>
    /// A folder has its name before its lock, since Windows renames no folder while a file in it is open.
    /// </summary>
    [Fact]
    public void Leaves_a_folder_to_the_process_that_is_making_it()
    {
        var root = Directory.CreateTempSubdirectory("hookwork-folder").FullName;
        var made = Directory.CreateDirectory(Path.Combine(root, $"catalogs-{Guid.NewGuid():N}")).FullName;

        using (CatalogFolder.Take(root))
            Assert.True(Directory.Exists(made));

        Assert.Equal([made], Directory.EnumerateDirectories(root));
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void SQLite_has_its_temporary_files_in_such_a_folder_too()
    {
        using var folder = SmallArchive.TestFolder();
        using var file = CatalogFile.Create(folder.NewFile(), SmallArchive.Qemu);

        var named = file.Read(connection =>
        {
            using var directory = new SqlStatement(connection, "PRAGMA temp_store_directory");
            return directory.ReadText();
        });

        // It counts for the process, and another test may have taken a folder since.
        Assert.Contains("catalogs-", named, StringComparison.Ordinal);
    }

    /// <summary>The folder that another user made cannot be written.</summary>
    [Fact]
    public void Is_named_after_the_user()
    {
        var settings = CatalogSettings.Read(new ConfigurationBuilder().Build());

        Assert.Equal($"hookwork-{Environment.UserName}", Path.GetFileName(settings.Folder));
    }

    [Fact]
    public void Says_which_setting_names_a_place_that_cannot_be_written()
    {
        var file = Path.GetTempFileName();

        var failure = Assert.Throws<SettingsException>(() => CatalogFolder.Take(Path.Combine(file, "folder")));

        Assert.StartsWith("Hookwork__CatalogFolder is '", failure.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}

using Hookwork.Catalog.Files;
using Hookwork.Input;

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

    [Fact]
    public void Says_which_setting_names_a_place_that_cannot_be_written()
    {
        var file = Path.GetTempFileName();

        var failure = Assert.Throws<SettingsException>(() => CatalogFolder.Take(Path.Combine(file, "folder")));

        Assert.StartsWith("Hookwork__CatalogFolder is '", failure.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}

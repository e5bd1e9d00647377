using Hookwork.Mail.Diffs;
using Hookwork.Site.Diffs;

namespace Hookwork.Tests.Site.Diffs;

public sealed class ShownFileTests
{
    [Theory]
    [InlineData("new file mode 100644", "new file")]
    [InlineData("new file mode 100755", "new file, mode 100755")]
    // A symbolic link and a submodule.
    [InlineData("new file mode 120000", "new file, mode 120000")]
    [InlineData("new file mode 160000", "new file, mode 160000")]
    [InlineData("deleted file mode 100755", "deleted")]
    [InlineData("old mode 100644\nnew mode 100755", "mode 100644 to 100755")]
    [InlineData("index 1111111..2222222 100755", "")]
    public void What_happens_to_a_file_includes_an_unusual_mode(string header, string notes)
    {
        var file = Assert.Single(Diff.Parse($"diff --git a/x b/x\n{header}\n"));

        var shown = new ShownFile
        {
            Index = 0,
            File = file,
            Added = 0,
            Removed = 0,
            IsShown = true,
            IsFolded = false,
            Marks = [],
        };

        Assert.Equal(notes, string.Join(", ", shown.Notes));
    }
}

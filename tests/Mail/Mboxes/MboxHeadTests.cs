using System.Text;
using Hookwork.Mail.Mboxes;

namespace Hookwork.Tests.Mail.Mboxes;

public sealed class MboxHeadTests
{
    [Theory]
    [InlineData("From patchwork Mon Dec  1 16:55:02 2025\nX-Patchwork-Id: 2170000\nSubject: a\n\nbody\n", 2170000L)]
    [InlineData("From patchwork Mon Dec  1 16:55:02 2025\nX-Patchwork-Id: 7\nX-Patchwork-Id: 8\n\n", 7L)]
    [InlineData("From patchwork Mon Dec  1 16:55:02 2025\nX-Patchwork-Id: seven\n\n", null)]
    [InlineData("From patchwork Mon Dec  1 16:55:02 2025\nSubject: a\n\nX-Patchwork-Id: 7\n", null)]
    [InlineData("From ", null)]
    [InlineData("", null)]
    public void Reads_the_id_that_Patchwork_wrote(string mbox, long? id) =>
        Assert.Equal(id, MboxHead.PatchworkId(Encoding.UTF8.GetBytes(mbox)));
}

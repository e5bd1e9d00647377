using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Tests.Catalog;

/// <summary>Each prefix on five sample mails, in SQLite and in memory.</summary>
public sealed class QueryExamplesTests
{
    private static readonly SearchDocument[] Mails =
    [
        // 0: a patch.
        new()
        {
            Kind = MailKind.Patch,
            Subject = "[PATCH v2 1/2] virtio-net: fix a leak in vhost_backend_update_device_iotlb()",
            From = "Jürgen Groß <jgross@example.com>",
            To = ["qemu-devel@nongnu.org", "Alice Liddell <alice@b.org>"],
            Cc = ["Bob Builder <bob@b.org>"],
            Own = "The buffer is never freed.\nCONFIG_SPL_NAND is not concerned.",
            Quoted = "",
            Files = ["hw/virtio/vhost.c", "docs/system/virtio.rst"],
            Added = "    g_free(dev->vqs);",
            Removed = "    return 0;",
            Context = "    vhost_log_put(dev, true);",
            HunkHeaders = ["static void vhost_dev_cleanup(struct vhost_dev *hdev)", "int main(void)"],
            BlobsBefore = ["1a2b3c4d5e", "0000000"],
            BlobsAfter = ["6f7a8b9c0d", "1234567890abcdef1234567890abcdef12345678"],
            MessageId = "<20240510.1-jgross@example.com>",
            Date = new(2024, 5, 10, 23, 30, 0, TimeSpan.Zero),
            Status = new("under-review", false, "fail", "alice", "Alice@b.org"),
            Project = "qemu-devel",
            Series = [7],
            TrailerNames = ["Signed-off-by", "Fixes"],
            Received = new(2024, 5, 11, 0, 10, 0, TimeSpan.Zero),
            Size = 1000,
            ListIds = ["qemu-devel.nongnu.org"],
            References = ["<20240510.0-alice@b.org>"],
            PatchId = "0123456789abcdef0123456789abcdef01234567",
            Tags = ["net-next", "v2", "1/2"],
            Version = 2,
        },
        // 1: its cover.
        new()
        {
            Kind = MailKind.Cover,
            IsPull = true,
            Subject = "[PULL 0/2] virtio patches",
            From = "Alice Liddell <alice@b.org>",
            To = ["qemu-devel@nongnu.org"],
            Own = "The following changes since commit abc",
            MessageId = "20240510.0-alice@b.org",
            ChangeId = "20240501-tidy-rings-0123456789ab",
            ListIds = ["qemu-block.nongnu.org"],
            Date = new(2024, 5, 11, 1, 0, 0, TimeSpan.FromHours(2)),
            Project = "qemu-devel",
            Series = [7, 8],
        },
        // 2: a comment on the patch.
        new()
        {
            Kind = MailKind.Comment,
            Subject = "Re: [PATCH v2 1/2] virtio-net: fix a leak",
            From = "Bob Builder <bob@b.org>",
            To = ["Jürgen Groß <jgross@example.com>"],
            Cc = ["qemu-devel@nongnu.org"],
            Own = "Nice catch, thanks.",
            Quoted = "The buffer is never freed.\n+    g_free(dev->vqs);",
            MessageId = "20240512.5-bob@b.org",
            Date = new(2024, 5, 12, 8, 0, 0, TimeSpan.Zero),
            Status = new("under-review", false, "fail", "alice", "Alice@b.org"),
            Project = "qemu-devel",
            Series = [7],
            TrailerNames = ["Reviewed-by"],
            Reviewers = ["Bob Builder <bob@b.org>"],
            References = ["<20240510.1-jgross@example.com>"],
            Tags = ["net-next", "v2", "1/2"],
            Version = 2,
            HasComments = true,
        },
        // 3: a comment on the cover.
        new()
        {
            Kind = MailKind.Comment,
            Subject = "Re: [PULL 0/2] virtio patches",
            From = "Peter <peter@b.org>",
            Own = "Applied, thanks.",
            Quoted = "The following changes",
            MessageId = "20240513.1-peter@b.org",
            References = ["20240510.0-alice@b.org"],
            HasComments = true,
            Date = new(2024, 5, 13, 0, 0, 0, TimeSpan.Zero),
            Project = "qemu-devel",
            Series = [7, 8],
        },
        // 4: another patch.
        new()
        {
            Kind = MailKind.Patch,
            Subject = "修复内存泄漏 in docs",
            From = "Zoë <zoe@b.org>",
            Own = "文档",
            Files = ["docs/index.rst", "hw/net/virtio-net.c"],
            Added = "vhost",
            MessageId = "20240514.1-zoe@b.org",
            Size = 2000,
            FileNames = ["leak.diff"],
            HasAttachment = true,
            Tags = ["RFC"],
            Date = new(2024, 5, 14, 12, 0, 0, TimeSpan.Zero),
            Status = new("new", true, "pending"),
            Project = "qemu-devel",
            Series = [9],
        },
    ];

    [Theory]
    [InlineData("", "0 1 2 3 4")]
    [InlineData("vhost_backend_update_device_iotlb", "0")]
    [InlineData("update_device", "0")]
    [InlineData("iotlb", "0")]
    [InlineData("CONFIG_SPL_NAND", "0")]
    [InlineData("config_spl_*", "0")]
    [InlineData("hw/virtio/vhost.c", "0")]
    [InlineData("vhost.c", "0")]
    [InlineData("juergen OR jurgen", "0")]
    [InlineData("GROSS", "0")]
    [InlineData("groß", "0")]
    [InlineData("zoe", "4")]
    [InlineData("内存", "4")]
    [InlineData("存内", "")]
    [InlineData("virt*", "0 1 2 3 4")]
    [InlineData("qemu", "")]
    [InlineData("bob", "2")]
    [InlineData("\"fix a leak\"", "0 2")]
    [InlineData("\"leak fix\"", "")]
    // As lei sends a phrase that its caller has quoted.
    [InlineData("\"\"fix a leak\"\"", "0 2")]
    [InlineData("\"\"leak fix\"\"", "")]
    [InlineData("s:\"\"patches\"\"", "1 3")]
    [InlineData("s:virtio", "0 1 2 3")]
    [InlineData("s:vhost", "0")]
    [InlineData("f:alice", "1")]
    [InlineData("f:alice@b.org", "1")]
    [InlineData("t:alice", "0")]
    [InlineData("c:qemu-devel@nongnu.org", "2")]
    [InlineData("tc:qemu-devel@nongnu.org", "0 1 2")]
    [InlineData("t:\"org alice\"", "")]
    [InlineData("t:\"nongnu org\"", "0 1")]
    [InlineData("a:bob", "0 2")]
    [InlineData("b:virtio", "0 4")]
    [InlineData("b:freed", "0 2")]
    [InlineData("nq:freed", "0")]
    [InlineData("nq:g_free", "0")]
    [InlineData("q:g_free", "2")]
    [InlineData("q:freed", "2")]
    [InlineData("bs:\"patches\"", "1 3")]
    [InlineData("dfn:vhost.c", "0")]
    [InlineData("dfn:virtio", "0 4")]
    [InlineData("dfn:docs/", "0 4")]
    [InlineData("dfn:/virtio/", "")]
    [InlineData("dfn:virtio/", "0")]
    [InlineData("dfn:hw/*.c", "0 4")]
    [InlineData("dfn:/hw/virtio/*.C", "0")]
    [InlineData("dfn:virtio*", "0 4")]
    [InlineData("dfn:*.h", "")]
    [InlineData("dfn:*", "0 4")]
    [InlineData("dfn:\"c docs\"", "")]
    [InlineData("dfb:g_free", "0")]
    [InlineData("dfa:g_free", "")]
    [InlineData("dfa:return", "0")]
    [InlineData("dfctx:vhost_log_put", "0")]
    [InlineData("dfhh:vhost_dev_cleanup", "0")]
    [InlineData("dfhh:\"hdev int\"", "")]
    [InlineData("dfpre:1a2b3c", "0")]
    [InlineData("dfpre:1a2b3c4d5e000000000000000000000000000000", "0")]
    [InlineData("dfpre:1a2b3c4d6e", "")]
    [InlineData("dfpost:1a2b3c", "")]
    [InlineData("dfblob:1a2b3c", "0")]
    [InlineData("dfblob:1234567890abcdef", "0")]
    [InlineData("mid:20240510.1-jgross@example.com", "0")]
    [InlineData("mid:<20240510.0-alice@b.org>", "1")]
    [InlineData("mid:20240510.0-alice@b.org mid:20240512.5-bob@b.org", "1 2")]
    [InlineData("mid:20240510", "")]
    [InlineData("m:20240510*", "0 1")]
    [InlineData("m:jgross", "0")]
    [InlineData("20240510.1-jgross@example.com", "0")]
    [InlineData("<20240510.0-alice@b.org>", "1")]
    [InlineData("d:20240510", "0 1")]
    [InlineData("d:20240511..", "2 3 4")]
    [InlineData("d:..20240512", "0 1 2")]
    [InlineData("d:20240513..20240513", "3")]
    [InlineData("d:yesterday", "4")]
    [InlineData("d:last.sunday..", "3 4")]
    [InlineData("dt:20240512080000..20240513000000", "2 3")]
    [InlineData("rt:20240511..20240511", "0")]
    [InlineData("rt:20240510", "1")]
    [InlineData("rt:..", "0 1 2 3 4")]
    [InlineData("rt:.. AND NOT d:20240510", "2 3 4")]
    [InlineData("-d:..", "")]
    [InlineData("z:1000..", "0 4")]
    [InlineData("z:..999", "1 2 3")]
    [InlineData("z:500..1500", "0")]
    [InlineData("l:nongnu", "0 1")]
    [InlineData("l:qemu-devel", "0")]
    [InlineData("lid:qemu-devel.nongnu.org", "0")]
    [InlineData("lid:qemu-devel", "")]
    [InlineData("-l:nongnu", "2 3 4")]
    [InlineData("virtio NOT l:qemu-devel", "1 2 3 4")]
    [InlineData("references:20240510.0-alice@b.org", "0 3")]
    [InlineData("references:<20240510.1-jgross@example.com>", "2")]
    [InlineData("patchid:0123456789abcdef0123456789abcdef01234567", "0")]
    [InlineData("changeid:20240501-tidy-rings-0123456789ab", "1")]
    [InlineData("n:leak", "4")]
    [InlineData("leak.diff", "4")]
    [InlineData("prefix:rfc", "4")]
    [InlineData("prefix:net-next", "0 2")]
    [InlineData("prefix:net", "")]
    [InlineData("version:2", "0 2")]
    [InlineData("version:1", "1 3 4")]
    [InlineData("has:review", "2")]
    [InlineData("has:fixes", "0")]
    [InlineData("has:attachment", "4")]
    [InlineData("has:pull", "1")]
    [InlineData("has:comments", "2 3")]
    [InlineData("has:ack OR has:test", "")]
    [InlineData("reviewer:bob", "2")]
    [InlineData("reviewer:alice", "")]
    // Forms of words; a quoted or a capital one is exact.
    [InlineData("s:leaks", "0 2")]
    [InlineData("s:\"leaks\"", "")]
    [InlineData("s:Leaks", "")]
    [InlineData("s:patching", "0 1 2 3")]
    [InlineData("s:\"patches\"", "1 3")]
    [InlineData("following", "1 3")]
    [InlineData("nq:thank", "2 3")]
    [InlineData("concerning", "0")]
    // Words near each other.
    [InlineData("nq:buffer NEAR/3 nq:freed", "0")]
    [InlineData("nq:buffer NEAR/2 nq:freed", "")]
    [InlineData("nq:freed NEAR/3 nq:buffer", "0")]
    [InlineData("nq:buffer ADJ/3 nq:freed", "0")]
    [InlineData("nq:freed ADJ/3 nq:buffer", "")]
    [InlineData("buffer NEAR freed", "0 2")]
    [InlineData("s:fix ADJ s:leak ADJ s:iotlb", "0")]
    [InlineData("s:iotlb NEAR s:fix NEAR s:leak", "0")]
    [InlineData("s:a NEAR s:a", "")]
    [InlineData("-(buffer NEAR freed)", "1 3 4")]
    [InlineData("s:virtio XOR s:leak", "1 3")]
    [InlineData("s:virtio XOR is:comment", "0 1")]
    // A blob id without a prefix.
    [InlineData("1a2b3c4", "0")]
    [InlineData("b:6f7a8b9c0d", "0")]
    [InlineData("q:1a2b3c4", "")]
    // A patch-id without one.
    [InlineData("0123456789abcdef0123456789abcdef01234567", "0")]
    [InlineData("b:0123456789ABCDEF0123456789abcdef01234567", "0")]
    [InlineData("q:0123456789abcdef0123456789abcdef01234567", "")]
    [InlineData("d:3.days.ago..", "3 4")]
    [InlineData("d:\"3 days ago\"..", "3 4")]
    [InlineData("d:\"3 days ago\"..\"2 days ago\"", "3")]
    [InlineData("d:3.days.ago..\"2 days ago\" AND is:comment", "3")]
    [InlineData("is:patch", "0 4")]
    [InlineData("is:cover", "1")]
    [InlineData("is:comment", "2 3")]
    [InlineData("is:pull", "1")]
    [InlineData("state:under-review", "0 2")]
    [InlineData("-state:under-review", "1 3 4")]
    [InlineData("state:new", "4")]
    [InlineData("delegate:alice", "0 2")]
    [InlineData("delegate:alice@B.org", "0 2")]
    [InlineData("delegate:nobody", "4")]
    [InlineData("archived:yes", "4")]
    [InlineData("archived:no", "0 2")]
    [InlineData("check:fail", "0 2")]
    [InlineData("check:pending", "4")]
    [InlineData("p:qemu-devel", "0 1 2 3 4")]
    [InlineData("p:linux", "")]
    [InlineData("series:7", "0 1 2 3")]
    [InlineData("series:8", "1 3")]
    [InlineData("tag:Fixes", "0")]
    [InlineData("tag:reviewed-by", "2")]
    [InlineData("virtio -s:virtio", "4")]
    [InlineData("-virtio", "")]
    [InlineData("-vhost", "1 2 3")]
    [InlineData("thanks -is:patch state:under-review", "2")]
    [InlineData("thanks OR state:new", "2 3 4")]
    [InlineData("-thanks OR q:freed", "0 1 2 4")]
    [InlineData("-(thanks OR is:patch)", "1")]
    [InlineData("-thanks -vhost", "1")]
    [InlineData("-thanks OR -vhost", "0 1 2 3 4")]
    public void Finds(string typed, string expected)
    {
        using var shelf = new MailShelf(Mails);
        var query = SearchQuery.Parse(typed, FixedClock.Instance);
        Assert.Equal(expected, string.Join(' ', shelf.Match(query)));
        Assert.Equal(expected, string.Join(' ', shelf.Find(query)));
    }
}

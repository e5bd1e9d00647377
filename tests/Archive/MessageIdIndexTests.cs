using FsCheck;
using FsCheck.Fluent;
using Hookwork.Archive.Resources;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Archive;

public sealed class MessageIdIndexTests
{
    [Fact]
    public async Task Finds_a_mail_by_its_id_within_a_project_and_kind()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var index = deployment.Get<MessageIdIndex>();
        await index.AddAsync("<a@b.example>", 14, ResourceKind.Patch, 7, default);
        await index.AddAsync("<a@b.example>", 14, ResourceKind.Patch, 7, default);
        await index.AddAsync("<a@b.example>", 14, ResourceKind.Patch, 12, default);
        await index.AddAsync("<a@b.example>", 15, ResourceKind.Patch, 8, default);
        await index.AddAsync("<a@b.example>", 14, ResourceKind.Cover, 9, default);

        Assert.Equal(12, await index.FindAsync("<a@b.example>", 14, ResourceKind.Patch, default));
        Assert.Equal(8, await index.FindAsync("<a@b.example>", 15, ResourceKind.Patch, default));
        Assert.Equal(9, await index.FindAsync("<a@b.example>", 14, ResourceKind.Cover, default));
        Assert.Null(await index.FindAsync("a@b.example", 14, ResourceKind.Patch, default));
        Assert.Null(await index.FindAsync("<<a@b.example>", 14, ResourceKind.Patch, default));
        Assert.Null(await index.FindAsync("<A@b.example>", 14, ResourceKind.Patch, default));
        Assert.Null(await index.FindAsync("<a@b.example>", 1, ResourceKind.Patch, default));
        Assert.Null(await index.FindAsync("", 14, ResourceKind.Patch, default));
    }

    [Fact]
    public async Task Finds_any_id_that_was_added()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var index = deployment.Get<MessageIdIndex>();
        var ids = Gen.Sample(ArbMap.Default.GeneratorFor<NonNull<string>>(), 40)
            .Select(text => text.Get)
            .Concat(["<'or 1 eq 1'@x>", "a/b\\c?d#e@x", "\0\r\n", "😀@x", new string('x', 5000)])
            .DistinctBy(id => id.Trim().TrimStart('<').TrimEnd('>'))
            .ToList();

        foreach (var (number, id) in ids.Index())
            await index.AddAsync(id, 14, ResourceKind.Patch, number + 1, default);

        foreach (var (number, id) in ids.Index())
            Assert.Equal(number + 1, await index.FindAsync(id, 14, ResourceKind.Patch, default));
    }
}

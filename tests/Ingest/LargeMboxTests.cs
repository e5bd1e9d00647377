using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Recorded;
using Hookwork.Tests.Recorded;
using Hookwork.Tests.SelfHost;

namespace Hookwork.Tests.Ingest;

/// <summary>Mboxes larger than a single upload block.</summary>
public sealed class LargeMboxTests
{
    private const long Project = 14;
    private const long Patch = 2170000;

    private static readonly string s_path = new Uri(
        Exchanges.Read("patches").Single(patch => patch["id"]!.GetValue<long>() == Patch)["mbox"]!.GetValue<string>()
    ).AbsolutePath;

    [Fact]
    public async Task An_mbox_of_40_MB_is_stored_byte_for_byte()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        using var huge = patchwork.Faults.Add(Fault.HugeMbox(40), When.On(s_path));

        await deployment.RunToIdleAsync();

        using var client = new HttpClient();
        await using var served = await client.GetStreamAsync(new Uri(patchwork.Url, s_path));
        await using var stored = (
            await deployment.Get<MboxStore>().FindAsync(Project, ResourceKind.Patch, Patch, default)
        )!;
        Assert.Equal(
            Convert.ToHexString(await SHA256.HashDataAsync(served)),
            Convert.ToHexString(await SHA256.HashDataAsync(stored.Rest))
        );
        Assert.InRange(await LengthAsync(deployment.Storage), 40 << 20, 41 << 20);
    }

    [Fact]
    public async Task An_mbox_that_breaks_off_is_not_stored()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var huge = patchwork.Faults.Add(Fault.HugeMbox(60), When.On(s_path).Only(2));
        var cut = patchwork.Faults.Add(Fault.CutOff, When.On(s_path).Only(2));

        await deployment.RunToIdleAsync();

        Assert.Equal((2, 2), (huge.Fired, cut.Fired));
        ArchiveSnapshot.AssertEqual(await CleanArchive.SnapshotAsync(20), await ArchiveSnapshot.TakeAsync(deployment));
    }

    [Fact]
    public async Task An_mbox_of_200_MB_is_never_in_memory_as_a_whole()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        var storage = await TestAzurite.NewAccountAsync();
        using var huge = patchwork.Faults.Add(Fault.HugeMbox(200), When.On(s_path));
        await using var process = TestProcess.SelfHost(
            new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = storage,
                ["Patchwork__Url"] = patchwork.Url.ToString(),
                ["Patchwork__Since"] = "beginning",
                // Garbage grows with the processor's cache and cores otherwise, up to hundreds of megabytes.
                ["DOTNET_GCgen0size"] = "1000000",
                ["DOTNET_gcServer"] = "0",
            }
        );
        for (var deadline = Deadline.Start(); await LengthAsync(storage) < 200 << 20; deadline.Check())
            await Task.Delay(100);

        Assert.InRange(process.PeakMemory, 1 << 20, 300 << 20);
    }

    private static async Task<long> LengthAsync(string storage)
    {
        var blob = new BlobServiceClient(storage)
            .GetBlobContainerClient("mboxes")
            .GetBlobClient($"{Project}/patches/{Patch}.mbox");
        return await blob.ExistsAsync() ? (await blob.GetPropertiesAsync()).Value.ContentLength : 0;
    }
}

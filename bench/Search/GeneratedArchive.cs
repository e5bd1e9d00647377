using Hookwork.Bench.Search.Archive;
using Hookwork.Recorded;
using Hookwork.SelfHost;

namespace Hookwork.Bench.Search;

/// <summary>
/// An archive of generated mails in an Azurite of its own, with a snapshot of its catalog, and an idle server with the same
/// project.
/// </summary>
internal sealed class GeneratedArchive : IAsyncDisposable
{
    private GeneratedArchive(Azurite azurite, RecordedPatchwork upstream, long mails) =>
        (Azurite, Upstream, Mails) = (azurite, upstream, mails);

    /// <summary>Where the archive is.</summary>
    public Azurite Azurite { get; }

    /// <summary>The server, on which nothing happens.</summary>
    public RecordedPatchwork Upstream { get; }

    /// <summary>How many mails it has.</summary>
    public long Mails { get; }

    /// <summary>A new temporary file, which is deleted when it is closed.</summary>
    public static FileStream TemporaryFile() =>
        new(
            Path.GetTempFileName(),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );

    /// <summary>Loads the mails of an mbox and builds the catalog.</summary>
    /// <param name="withBytes">Whether the mboxes of patches and cover letters are stored too.</param>
    /// <param name="patches">The number of patches after which loading stops.</param>
    public static async Task<GeneratedArchive> LoadAsync(
        Stream mbox,
        int seed,
        CancellationToken cancellationToken,
        bool withBytes = false,
        int patches = int.MaxValue
    )
    {
        var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory, cancellationToken);
        var upstream = await RecordedPatchwork.StartAsync(visibleEvents: 0, cancellationToken);
        await using var catalog = new SearchedCatalog(azurite.ConnectionString, upstream.Url);
        mbox.Position = 0;
        var (mails, _) = await catalog.LoadAsync(MboxReader.Read(mbox, withBytes), seed, cancellationToken, patches);
        await catalog.BuildAsync(cancellationToken);
        await catalog.SnapshotAsync(cancellationToken);
        Progress.Tell($"stored a snapshot of the catalog");
        return new GeneratedArchive(azurite, upstream, mails);
    }

    /// <summary>Starts a selfhost that serves the archive.</summary>
    public Task<ServingSelfHost> ServeAsync(ServerMemory memory, CancellationToken cancellationToken) =>
        ServingSelfHost.StartAsync(Azurite.ConnectionString, Upstream.Url, cancellationToken, memory);

    public async ValueTask DisposeAsync()
    {
        await Upstream.DisposeAsync();
        await Azurite.DisposeAsync();
    }
}

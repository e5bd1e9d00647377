using Hookwork.SelfHost;

namespace Hookwork.Tests;

/// <summary>An Azurite with a folder of its own, which is deleted when it ends.</summary>
internal sealed class AzuriteCopy(DirectoryInfo folder, Azurite azurite) : IAsyncDisposable
{
    /// <summary>The connection string.</summary>
    public string Storage => azurite.ConnectionString;

    /// <summary>The ports of its three services.</summary>
    public int[] Ports => [azurite.BlobUri.Port, azurite.QueueUri.Port, azurite.TableUri.Port];

    /// <summary>Stops it and reads what it saved.</summary>
    public async Task<AzuriteFiles> StopAsync()
    {
        await azurite.StopAsync();
        return AzuriteFiles.In(folder);
    }

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Blobs;
using Hookwork.SelfHost;

namespace Hookwork.Tests.SelfHost;

/// <summary>
/// Azurite's garbage collection, which deletes the content of blobs with the name of a page's last blob.
/// </summary>
public sealed partial class AzuriteGarbageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-garbage");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Azurite_alone_loses_blobs_of_one_name()
    {
        // The lost blobs depend on the order of the listing.
        for (var round = 0; round < 5; round++)
        {
            if ((await LostAsync(AzuriteInstall.Script())).Count > 0)
                return;
            File.Delete(Path.Combine(_folder.FullName, "collect"));
            File.Delete(Path.Combine(_folder.FullName, "debug.log"));
        }
        Assert.Fail("Azurite kept every blob: selfhost need not change how it lists them");
    }

    [Fact]
    public async Task The_Azurite_of_selfhost_and_tests_loses_none() =>
        Assert.Empty(
            await LostAsync(Path.Combine(AppContext.BaseDirectory, "azurite", "run.mjs"), AzuriteInstall.Script())
        );

    /// <summary>Stores five blobs of one name in five containers; returns those lost in a garbage collection.</summary>
    private async Task<IReadOnlyList<string>> LostAsync(params string[] program)
    {
        // Installs Azurite if it is missing.
        await TestAzurite.InstanceAsync();
        var (log, collect) = (Path.Combine(_folder.FullName, "debug.log"), Path.Combine(_folder.FullName, "collect"));
        var start = new ProcessStartInfo(
            "node",
            [
                "--require",
                Path.Combine(AppContext.BaseDirectory, "SelfHost", "azurite-on-demand.cjs"),
                .. program,
                "--blobPort",
                "0",
                "--queuePort",
                "0",
                "--tablePort",
                "0",
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--debug",
                log,
            ]
        )
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        (start.Environment["AZURITE"], start.Environment["COLLECT"]) = (AzuriteInstall.Script(), collect);
        using var azurite = Process.Start(start)!;
        try
        {
            Match listening;
            do listening = Listening()
                .Match(
                    await azurite.StandardOutput.ReadLineAsync()
                        ?? throw new InvalidOperationException("Azurite ended.")
                );
            while (!listening.Success);
            var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
            var service = new BlobServiceClient(
                $"DefaultEndpointsProtocol=http;AccountName={Azurite.DefaultAccount};AccountKey={Azurite.AccountKey};"
                    + $"BlobEndpoint=http://127.0.0.1:{listening.Groups["port"].Value}/{Azurite.DefaultAccount};",
                options
            );
            string[] containers = ["one", "two", "three", "four", "five"];
            foreach (var container in containers)
            {
                await service.CreateBlobContainerAsync(container);
                await Blob(container).UploadAsync(BinaryData.FromString(container));
            }

            await File.WriteAllTextAsync(collect, "");
            await Eventually.TrueAsync(() => Collections(log) >= 2);

            List<string> lost = [];
            foreach (var container in containers)
            {
                try
                {
                    Assert.Equal(container, (await Blob(container).DownloadContentAsync()).Value.Content.ToString());
                }
                catch (RequestFailedException exception) when (exception.Status == 500)
                {
                    lost.Add(container);
                }
            }
            return lost;

            BlobClient Blob(string container) => service.GetBlobContainerClient(container).GetBlobClient("same");
        }
        finally
        {
            azurite.Kill();
            await azurite.WaitForExitAsync();
        }
    }

    /// <summary>How often blobs were collected; queues have a collection of their own.</summary>
    private static int Collections(string log)
    {
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split("BlobGCManager:markSweepLoop() Mark and sweep finished").Length - 1;
    }

    [GeneratedRegex(@"Blob service is successfully listening at \S+:(?<port>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Listening();
}

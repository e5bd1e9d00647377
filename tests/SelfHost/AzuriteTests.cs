using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Hookwork.SelfHost;

namespace Hookwork.Tests.SelfHost;

public sealed class AzuriteTests
{
    private const string Kept = "{\n\u2028\"data\":null,\ud83d\ude00";

    [Fact]
    public async Task Gives_each_caller_an_account_of_its_own()
    {
        var first = new BlobServiceClient(await TestAzurite.NewAccountAsync());
        var second = new BlobServiceClient(await TestAzurite.NewAccountAsync());

        await first.CreateBlobContainerAsync("things");
        await second.CreateBlobContainerAsync("things");

        Assert.NotEqual(first.AccountName, second.AccountName);
    }

    [Fact]
    public async Task Keeps_its_data_and_ports_over_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-azurite");
        await using (
            var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory with { DataFolder = folder.FullName })
        )
        {
            var before = azurite.ConnectionString;
            var queue = new QueueClient(before, "kept");
            await queue.CreateAsync();
            await queue.SendMessageAsync("still here");

            await azurite.RestartOnFreePortsAsync();

            Assert.Equal(before, azurite.ConnectionString);
            Assert.Equal("still here", (await queue.ReceiveMessageAsync()).Value.MessageText);
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Azurite itself saves a database as one string, and ends where that would be too long.</summary>
    [Fact]
    public async Task Saves_rows_in_lines_and_reads_them_from_one_line_too()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-azurite");
        var file = Path.Combine(folder.FullName, "__azurite_db_table__.json");
        await using (
            var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory with { DataFolder = folder.FullName })
        )
        {
            var table = new TableClient(azurite.ConnectionString, "Kept");
            await table.CreateAsync();
            List<string> rows = [.. Enumerable.Range(100, 250).Select(number => $"{number}")];
            foreach (var batch in rows.Chunk(100))
                await table.SubmitTransactionAsync(
                    batch.Select(row => new TableTransactionAction(
                        TableTransactionActionType.Add,
                        new TableEntity("one", row) { ["Text"] = Kept }
                    ))
                );

            await azurite.StopAsync();
            var lines = await File.ReadAllLinesAsync(file);
            Assert.Equal(3, lines.Count(line => line.StartsWith("{\"PartitionKey\"", StringComparison.Ordinal)));
            await azurite.RestartOnFreePortsAsync();
            Assert.Equal(rows, await KeptAsync(table));

            await azurite.StopAsync();
            await File.WriteAllTextAsync(file, JsonNode.Parse(await File.ReadAllTextAsync(file))!.ToJsonString());
            await azurite.RestartOnFreePortsAsync();
            Assert.Equal(rows, await KeptAsync(table));
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Azurite deletes a file once no blob in it is left. Beside a mail, every snapshot stayed.</summary>
    [Fact]
    public async Task Keeps_large_blobs_in_files_of_their_own()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-azurite");
        await using (
            var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory with { DataFolder = folder.FullName })
        )
        {
            var container = new BlobContainerClient(azurite.ConnectionString, "things");
            await container.CreateAsync();
            var large = RandomNumberGenerator.GetBytes(2 << 20);

            await container.GetBlobClient("before").UploadAsync(BinaryData.FromString("before"));
            await container.GetBlobClient("large").UploadAsync(BinaryData.FromBytes(large));
            // Azurite saves each five seconds. A kill before that must not leave a blob whose file it does not know.
            var saved = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "__azurite_db_blob_extent__.json"));
            await container.GetBlobClient("after").UploadAsync(BinaryData.FromString("after"));

            var files = new DirectoryInfo(Path.Combine(folder.FullName, "__blobstorage__")).GetFiles();
            Assert.Equal<long>(["beforeafter".Length, large.Length], files.Select(file => file.Length).Order());
            Assert.Contains(files.MaxBy(file => file.Length)!.Name, saved, StringComparison.Ordinal);
            await azurite.RestartOnFreePortsAsync();
            var read = await container.GetBlobClient("large").DownloadContentAsync();
            Assert.Equal(large, read.Value.Content.ToArray());
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Azurite took it for saved, so that even a stop in good order lost it.</summary>
    [Fact]
    public async Task Saves_what_could_not_be_saved_once_it_can()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-azurite");
        await using (
            var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory with { DataFolder = folder.FullName })
        )
        {
            // Azurite cannot write a file of this name, as if the disk were full.
            var obstacle = folder.CreateSubdirectory("__azurite_db_blob_extent__.json~");
            var container = new BlobContainerClient(
                azurite.ConnectionString,
                "things",
                new BlobClientOptions { Retry = { MaxRetries = 0 } }
            );
            await container.CreateAsync();
            await container.GetBlobClient("small").UploadAsync(BinaryData.FromString("kept"));
            // The row of a large blob's file is saved at once, with all others.
            await Assert.ThrowsAsync<RequestFailedException>(() =>
                container.GetBlobClient("large").UploadAsync(BinaryData.FromBytes(new byte[2 << 20]))
            );

            obstacle.Delete();
            await azurite.RestartOnFreePortsAsync();

            var read = await container.GetBlobClient("small").DownloadContentAsync();
            Assert.Equal("kept", read.Value.Content.ToString());
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Starts_again_after_it_was_killed()
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory);
        azurite.Kill();
        Assert.False(azurite.IsRunning);

        await azurite.RestartOnFreePortsAsync();

        await new BlobServiceClient(azurite.ConnectionString).CreateBlobContainerAsync("again");
    }

    [Fact]
    public async Task Says_in_one_sentence_that_a_port_is_taken()
    {
        var taken = (await TestAzurite.InstanceAsync()).BlobUri.Port;

        var exception = await Assert.ThrowsAsync<SelfHostException>(() =>
            Azurite.StartAsync(AzuriteOptions.InMemory with { BlobPort = taken })
        );

        Assert.Contains("EADDRINUSE", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task Serves_https_with_a_certificate()
    {
        var storage = new HttpsAzurite();
        await storage.InitializeAsync();
        try
        {
            var options = new BlobClientOptions { Transport = storage.Transport };
            await new BlobServiceClient(storage.Azurite.ConnectionString, options).CreateBlobContainerAsync("things");
        }
        finally
        {
            await storage.DisposeAsync();
        }
    }

    [Fact]
    public async Task Ends_when_its_standard_input_closes()
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory);
        using var process = Process.GetProcessById(azurite.ProcessId);

        await azurite.StopAsync();

        Assert.True(process.HasExited);
    }

    /// <summary>A terminal and systemd signal each process, and the app needs its storage until it has stopped.</summary>
    [Fact]
    public async Task Serves_on_when_it_is_signalled_beside_its_app()
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory);
        var storage = new BlobServiceClient(azurite.ConnectionString);

        foreach (var signal in (string[])["hup", "int", "term"])
        {
            await TestProcess.SignalAsync(azurite.ProcessId, signal.ToUpperInvariant());
            await storage.CreateBlobContainerAsync(signal);
            await storage.DeleteBlobContainerAsync(signal);
        }

        Assert.True(azurite.IsRunning);
    }

    /// <summary>The pool of a client keeps such connections. Azurite gives up waiting after five seconds.</summary>
    [Fact]
    public async Task Waits_for_no_connection_that_never_had_a_request()
    {
        // Other load on the machine may spoil a round, but not every one.
        List<TimeSpan> taken = [];
        while (taken.Count < 5 && !taken.Exists(IsShort))
        {
            await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory);
            using var unused = new TcpClient();
            await unused.ConnectAsync(azurite.BlobUri.Host, azurite.BlobUri.Port);
            await new BlobServiceClient(azurite.ConnectionString).GetPropertiesAsync();

            var watch = Stopwatch.StartNew();
            await azurite.StopAsync();
            taken.Add(watch.Elapsed);
        }

        Assert.Contains(taken, IsShort);

        static bool IsShort(TimeSpan time) => time < TimeSpan.FromSeconds(4.9);
    }

    private static async Task<IReadOnlyList<string>> KeptAsync(TableClient table)
    {
        List<string> rows = [];
        await foreach (var row in table.QueryAsync<TableEntity>())
        {
            Assert.Equal(Kept, row.GetString("Text"));
            rows.Add(row.RowKey);
        }
        return rows;
    }
}

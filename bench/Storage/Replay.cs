using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azure.Storage;
using Azure.Storage.Sas;
using Hookwork.SelfHost;

namespace Hookwork.Bench.Storage;

/// <summary>
/// Replays recorded operations against an Azurite: requests are built and signed beforehand, and a number of loops send
/// them one after the other.
/// </summary>
/// <remarks>
/// Receipts and ETags differ from the recorded ones. A message is deleted with the receipt of a message received in
/// this replay, conditions accept any ETag, and each lease has a blob of its own, so that leases never wait for each
/// other. An operation that fails because loops overtake each other is retried at the end, within the time.
/// </remarks>
internal sealed partial class Replay : IDisposable
{
    private const string SlotBlobs = $"/{Azurite.DefaultAccount}/slots/";
    private const int MostRepeats = 5;

    /// <summary>
    /// The share of operations that may fail for good: of two writers of one row, the other one may win than in the
    /// recording.
    /// </summary>
    private const double MostFailures = 0.005;

    private static readonly string Signature = new AccountSasBuilder(
        AccountSasPermissions.All,
        DateTimeOffset.UtcNow.AddDays(1),
        AccountSasServices.All,
        AccountSasResourceTypes.All
    )
        .ToSasQueryParameters(new StorageSharedKeyCredential(Azurite.DefaultAccount, Azurite.AccountKey))
        .ToString();

    private readonly Azurite _azurite;
    private readonly HttpClient _client = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        }
    );
    private readonly ConcurrentQueue<(string Id, string Receipt)> _received = new();
    private volatile string _lastFailure = "no message received that it could delete";

    private Replay(Azurite azurite) => _azurite = azurite;

    /// <summary>Times a number of loops that send operations to an Azurite of their own.</summary>
    /// <param name="before">Operations that create tables, containers and queues; sent first, not timed.</param>
    /// <param name="alongside">Other work for as many loops, which is timed as well.</param>
    /// <returns>The time, and how many operations were retried.</returns>
    public static async Task<(TimeSpan Time, int Again)> TimeAsync(
        IReadOnlyList<StorageOperation> before,
        IReadOnlyList<StorageOperation> operations,
        int loops,
        CancellationToken cancellationToken,
        Func<int, CancellationToken, Task>? alongside = null
    )
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory, cancellationToken);
        using var replay = new Replay(azurite);
        foreach (var operation in before.Where(operation => operation.Succeeded))
            await replay.RepeatAsync(await replay.OwnLeaseAsync(operation, cancellationToken), cancellationToken);

        List<Step> steps = [];
        foreach (var operation in operations)
            steps.Add(replay.StepOf(await replay.OwnLeaseAsync(operation, cancellationToken)));
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var others = alongside?.Invoke(loops, cancellationToken) ?? Task.CompletedTask;
        var again = await replay.RunAsync(steps, loops, cancellationToken);
        await others;
        return (watch.Elapsed, again);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Sends every operation until it has succeeded as in the recording.</summary>
    /// <returns>How many were retried.</returns>
    private async Task<int> RunAsync(IReadOnlyList<Step> steps, int loops, CancellationToken cancellationToken)
    {
        var again = await PassAsync(steps, loops, cancellationToken);
        var left = again;
        for (var repeat = 0; repeat < MostRepeats && left.Count > 0; repeat++)
            left = await PassAsync([.. left.Select(step => StepOf(step.Operation))], loops, cancellationToken);
        return left.Count <= steps.Count * MostFailures
            ? again.Count
            : throw new InvalidOperationException(
                $"Of {steps.Count} operations of the app {left.Count} failed in their replay, the last with {_lastFailure}."
            );
    }

    /// <summary>Sends each operation once.</summary>
    /// <returns>The operations to retry.</returns>
    private async Task<IReadOnlyCollection<Step>> PassAsync(
        IReadOnlyList<Step> steps,
        int loops,
        CancellationToken cancellationToken
    )
    {
        var next = -1;
        var again = new ConcurrentQueue<Step>();
        await Task.WhenAll(Enumerable.Range(0, loops).Select(_ => Task.Run(LoopAsync, cancellationToken)));
        return again;

        async Task LoopAsync()
        {
            while (Interlocked.Increment(ref next) is var index && index < steps.Count)
            {
                if (!await TryAsync(steps[index], cancellationToken))
                    again.Enqueue(steps[index]);
            }
        }
    }

    /// <summary>Sends one operation a few times; false if it always fails.</summary>
    private async Task<bool> RepeatAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostRepeats; attempt++)
        {
            if (await TryAsync(StepOf(operation), cancellationToken))
                return true;
        }
        return false;
    }

    /// <summary>Sends one operation; false if it must be retried.</summary>
    private async Task<bool> TryAsync(Step step, CancellationToken cancellationToken)
    {
        var (operation, request) = step;
        if (request is null)
        {
            if (!_received.TryDequeue(out var message))
                return false;
            request = Signed(operation with { Target = Receipted(operation, message) });
        }

        using (request)
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            if (operation.IsReceive && response.IsSuccessStatusCode)
                Note(await response.Content.ReadAsStringAsync(cancellationToken));
            if (response.IsSuccessStatusCode || !operation.Succeeded)
                return true;
            _lastFailure = $"{(int)response.StatusCode} to {operation.Service} {operation.Method} {operation.Target}";
            return false;
        }
    }

    private Step StepOf(StorageOperation operation) =>
        new(operation, operation.NeedsReceipt ? null : Signed(operation));

    private HttpRequestMessage Signed(StorageOperation operation)
    {
        // Rows written in this replay have other ETags than in the recording.
        if (operation.IsTransaction)
            operation = operation with
            {
                Body = Encoding.Latin1.GetBytes(
                    BatchETag().Replace(Encoding.Latin1.GetString(operation.Body), "If-Match: *\r")
                ),
            };
        var target =
            operation.Target + (operation.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?') + Signature;
        var request = OperationRequest.Of(
            operation with
            {
                Target = target,
            },
            operation.Service switch
            {
                StorageService.Blob => _azurite.BlobUri,
                StorageService.Queue => _azurite.QueueUri,
                _ => _azurite.TableUri,
            }
        );
        if (operation.Service == StorageService.Table && request.Headers.Remove("If-Match"))
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        // A shared access signature in the URL replaces the header's signature, which covers the date.
        request.Headers.Remove("Authorization");
        return request;
    }

    private void Note(string messages)
    {
        foreach (var message in XDocument.Parse(messages.TrimStart('\uFEFF')).Descendants("QueueMessage"))
            _received.Enqueue((message.Element("MessageId")!.Value, message.Element("PopReceipt")!.Value));
    }

    private static string Receipted(StorageOperation operation, (string Id, string Receipt) message)
    {
        var path = operation.Path[..(operation.Path.LastIndexOf('/') + 1)];
        var others = operation
            .Target.Split('?')[1]
            .Split('&')
            .Where(parameter => !parameter.StartsWith("popreceipt=", StringComparison.Ordinal));
        return $"{path}{message.Id}?{string.Join('&', others.Prepend("popreceipt=" + Uri.EscapeDataString(message.Receipt)))}";
    }

    /// <summary>The operation; for a lease of an upstream slot, the same on a new blob of its own.</summary>
    private async Task<StorageOperation> OwnLeaseAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        if (
            !operation.Succeeded
            || operation["x-ms-lease-action"] is not { } action
            || !operation.Path.StartsWith(SlotBlobs, StringComparison.Ordinal)
        )
            return operation;

        var blob = $"{operation.Path}-{operation["x-ms-lease-id"] ?? operation["x-ms-proposed-lease-id"]}";
        if (action == "acquire")
        {
            var headers = operation
                .Headers.Where(header => header.Key == "x-ms-version")
                .Append(new("x-ms-blob-type", "BlockBlob"));
            await RepeatAsync(operation with { Target = blob, Headers = [.. headers] }, cancellationToken);
        }
        return operation with { Target = $"{blob}?{operation.Target.Split('?')[1]}" };
    }

    [GeneratedRegex(@"If-Match: [^*\r\n][^\r\n]*\r", RegexOptions.CultureInvariant)]
    private static partial Regex BatchETag();

    /// <summary>
    /// An operation and its request; null if it needs the receipt of a message received during the replay.
    /// </summary>
    private sealed record Step(StorageOperation Operation, HttpRequestMessage? Request);
}

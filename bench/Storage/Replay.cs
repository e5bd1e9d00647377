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
/// Sends recorded operations to an Azurite again, with nothing around them: each request is built and signed
/// beforehand, and a number of loops send one after the other.
/// </summary>
/// <remarks>
/// What a service gave out cannot be foreseen. A message is deleted with the receipt of a message received in this
/// replay, an ETag is any ETag, and each lease is taken on a blob of its own, so that leases never wait for each other.
/// Where loops overtake each other and an operation that had succeeded fails, it is sent again at the end, within the
/// time.
/// </remarks>
internal sealed partial class Replay : IDisposable
{
    private const string SlotBlobs = $"/{Azurite.DefaultAccount}/slots/";
    private const int MostRepeats = 5;

    /// <summary>
    /// The part of the operations that may fail for good: of two writers of one row, another one may win than did for
    /// the app.
    /// </summary>
    private const double MostFailures = 0.005;

    private static readonly string s_signature = new AccountSasBuilder(
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

    /// <summary>How long a number of loops take for some operations, in an Azurite of their own.</summary>
    /// <param name="before">What makes the tables, containers and queues; done first, not timed.</param>
    /// <param name="alongside">Other work for as many loops, which counts as well.</param>
    /// <returns>The time, and how many operations were sent again.</returns>
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

    /// <summary>Sends every operation until it has succeeded as it did for the app.</summary>
    /// <returns>How many had to be sent again.</returns>
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

    /// <summary>Sends operations, each once.</summary>
    /// <returns>Those to be sent again.</returns>
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

    /// <summary>Sends one operation a few times; false when it always fails.</summary>
    private async Task<bool> RepeatAsync(StorageOperation operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostRepeats; attempt++)
        {
            if (await TryAsync(StepOf(operation), cancellationToken))
                return true;
        }
        return false;
    }

    /// <summary>Sends one operation; false when it must be sent again.</summary>
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
        // A row that was written in this replay has another ETag than the app's had.
        if (operation.IsTransaction)
            operation = operation with
            {
                Body = Encoding.Latin1.GetBytes(
                    BatchETag().Replace(Encoding.Latin1.GetString(operation.Body), "If-Match: *\r")
                ),
            };
        var target =
            operation.Target + (operation.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?') + s_signature;
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
        // A shared access signature in the address, where the app had one in a header, which covers the date as well.
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

    /// <summary>
    /// The operation, or if it is about a lease of one of the app's slots, the same for a blob that nobody else leases,
    /// which is made here.
    /// </summary>
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
    /// An operation and its request; without one where only a message that is received meanwhile completes it.
    /// </summary>
    private sealed record Step(StorageOperation Operation, HttpRequestMessage? Request);
}

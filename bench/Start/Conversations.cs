using System.Collections.Concurrent;
using Grpc.Core;
using Hookwork.Bench.Start.Protocol;

namespace Hookwork.Bench.Start;

/// <summary>The host's end of the streams of all workers.</summary>
internal sealed class Conversations : FunctionRpc.FunctionRpcBase
{
    private readonly ConcurrentDictionary<string, Conversation> _expected = new(StringComparer.Ordinal);

    /// <summary>Prepares for a worker that is about to start.</summary>
    /// <param name="worker">The id that it is started with.</param>
    /// <param name="app">The folder of its app.</param>
    public Conversation Expect(string worker, string app) => _expected[worker] = new Conversation(app);

    /// <summary>Forgets a worker that has ended.</summary>
    public void End(string worker) => _expected.TryRemove(worker, out _);

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context
    )
    {
        try
        {
            await requestStream.MoveNext(context.CancellationToken);
            await _expected[requestStream.Current.StartStream.WorkerId]
                .RunAsync(requestStream, responseStream, context.CancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The worker was ended.
        }
    }
}

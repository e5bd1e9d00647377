using System.Collections.Concurrent;
using Grpc.Core;
using Hookwork.Bench.Start.Protocol;

namespace Hookwork.Bench.Start;

/// <summary>
/// What the host and one worker say to each other: the worker is initialized, lists its functions, loads each, and runs
/// one.
/// </summary>
/// <param name="app">The folder of the worker's app.</param>
internal sealed class Conversation(string app)
{
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _invoked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, string> _functions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly SemaphoreSlim _writing = new(1);
    private IServerStreamWriter<StreamingMessage>? _worker;
    private Uri? _url;
    private int _loaded;

    /// <summary>The address that takes requests, once every function is loaded.</summary>
    public Task<Uri> Ready => _ready.Task;

    /// <summary>Answers the worker until its stream ends.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> fromWorker,
        IServerStreamWriter<StreamingMessage> toWorker,
        CancellationToken cancellationToken
    )
    {
        _worker = toWorker;
        try
        {
            await SendAsync(
                new StreamingMessage
                {
                    WorkerInitRequest = new WorkerInitRequest
                    {
                        HostVersion = "4.1000.0",
                        WorkerDirectory = app,
                        FunctionAppDirectory = app,
                    },
                }
            );
            while (await fromWorker.MoveNext(cancellationToken))
                await TakeAsync(fromWorker.Current);
        }
        catch (Exception exception)
        {
            _ready.TrySetException(exception);
            _invoked.TrySetException(exception);
            throw;
        }
    }

    /// <summary>Has the worker run a function for a request that is sent to its address.</summary>
    /// <param name="function">The name of the function.</param>
    /// <param name="invocation">The id that the request carries, too.</param>
    public async Task InvokeAsync(string function, string invocation)
    {
        await SendAsync(
            new StreamingMessage
            {
                InvocationRequest = new InvocationRequest
                {
                    InvocationId = invocation,
                    FunctionId = _functions[function],
                    TraceContext = new TraceContext(),
                },
            }
        );
        await _invoked.Task;
    }

    private async Task TakeAsync(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.WorkerInitResponse:
                Check(message.WorkerInitResponse.Result);
                _url = new Uri(message.WorkerInitResponse.Capabilities["HttpUri"]);
                await SendAsync(
                    new StreamingMessage
                    {
                        FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = app },
                    }
                );
                break;
            case StreamingMessage.ContentOneofCase.FunctionMetadataResponse:
                Check(message.FunctionMetadataResponse.Result);
                foreach (var function in message.FunctionMetadataResponse.Functions)
                    _functions[function.Name] = function.Id;
                foreach (var function in message.FunctionMetadataResponse.Functions)
                    await SendAsync(
                        new StreamingMessage
                        {
                            FunctionLoadRequest = new FunctionLoadRequest
                            {
                                FunctionId = function.Id,
                                Metadata = function,
                            },
                        }
                    );
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                Check(message.FunctionLoadResponse.Result);
                if (++_loaded == _functions.Count)
                    _ready.SetResult(_url!);
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                Check(message.InvocationResponse.Result);
                _invoked.TrySetResult();
                break;
            case StreamingMessage.ContentOneofCase.RpcLog when message.RpcLog.Level >= Error:
                _errors.Enqueue($"{message.RpcLog.Message} {message.RpcLog.Exception?.Message}");
                break;
        }
    }

    private async Task SendAsync(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        await _writing.WaitAsync();
        try
        {
            await _worker!.WriteAsync(message);
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Check(Result result)
    {
        if (result.Status != Result.Types.Status.Succeeded)
            throw new InvalidOperationException(
                $"The worker failed: {result.Exception?.Message ?? result.Result_} {string.Join("; ", _errors)}"
            );
    }

    /// <summary>The level of errors in log lines.</summary>
    private const int Error = 4;
}

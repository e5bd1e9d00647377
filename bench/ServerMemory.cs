using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Pipes;

namespace Hookwork.Bench;

/// <summary>
/// Reads the garbage collector's figures of a child process. The runtime loads this assembly into the child as a
/// startup hook, which answers on a pipe.
/// </summary>
internal sealed class ServerMemory
{
    private const string Variable = "HOOKWORK_BENCH_PIPE";
    private const byte Allocated = 0;
    private const byte Live = 1;

    private readonly string _pipe = $"hookwork-bench-{Guid.NewGuid():N}";

    /// <summary>Adds the startup hook to a process that is about to start.</summary>
    public void Prepare(ProcessStartInfo start)
    {
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ServerMemory).Assembly.Location;
        start.Environment[Variable] = _pipe;
    }

    /// <summary>The total allocations so far, in bytes.</summary>
    public Task<long> AllocatedAsync(CancellationToken cancellationToken) => AskAsync(Allocated, cancellationToken);

    /// <summary>The live memory after a full collection, in bytes.</summary>
    public Task<long> LiveAsync(CancellationToken cancellationToken) => AskAsync(Live, cancellationToken);

    /// <summary>Starts answering, in the child process.</summary>
    internal static void Serve()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } name)
            new Thread(() => Serve(name)) { IsBackground = true }.Start();
    }

    private static void Serve(string name)
    {
        var answer = new byte[sizeof(long)];
        while (true)
        {
            using var pipe = new NamedPipeServerStream(name, PipeDirection.InOut);
            pipe.WaitForConnection();
            BinaryPrimitives.WriteInt64LittleEndian(
                answer,
                pipe.ReadByte() == Live
                    ? GC.GetTotalMemory(forceFullCollection: true)
                    : GC.GetTotalAllocatedBytes(precise: true)
            );
            pipe.Write(answer);
        }
    }

    private async Task<long> AskAsync(byte question, CancellationToken cancellationToken)
    {
        await using var pipe = new NamedPipeClientStream(".", _pipe, PipeDirection.InOut, PipeOptions.Asynchronous);
        await pipe.ConnectAsync(cancellationToken);
        await pipe.WriteAsync(new[] { question }, cancellationToken);
        var answer = new byte[sizeof(long)];
        await pipe.ReadExactlyAsync(answer, cancellationToken);
        return BinaryPrimitives.ReadInt64LittleEndian(answer);
    }
}

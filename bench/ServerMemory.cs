using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Pipes;

namespace Hookwork.Bench;

/// <summary>
/// Asks a process of its own what its garbage collector knows. The process is the real one: the runtime loads this
/// assembly into it as a startup hook, which answers on a pipe.
/// </summary>
internal sealed class ServerMemory
{
    private const string Variable = "HOOKWORK_BENCH_PIPE";
    private const byte Allocated = 0;
    private const byte Live = 1;

    private readonly string _pipe = $"hookwork-bench-{Guid.NewGuid():N}";

    /// <summary>Lets a process that is about to start answer.</summary>
    public void Prepare(ProcessStartInfo start)
    {
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ServerMemory).Assembly.Location;
        start.Environment[Variable] = _pipe;
    }

    /// <summary>Everything that it ever allocated, in bytes.</summary>
    public Task<long> AllocatedAsync(CancellationToken cancellationToken) => AskAsync(Allocated, cancellationToken);

    /// <summary>What is in use after a full collection, in bytes.</summary>
    public Task<long> LiveAsync(CancellationToken cancellationToken) => AskAsync(Live, cancellationToken);

    /// <summary>Answers from now on, in the process that is asked.</summary>
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

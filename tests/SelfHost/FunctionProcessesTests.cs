using Hookwork.SelfHost.Processes;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.SelfHost;

public sealed class FunctionProcessesTests
{
    [Fact]
    public async Task A_process_that_cannot_be_started_is_tried_again()
    {
        var log = new LogLines();
        // The system starts no program with a variable that long.
        var settings = new Dictionary<string, string?> { ["Long"] = new('x', 1 << 24) };
        await using var processes = new FunctionProcesses([], settings, log);

        processes.Start(["Refresh"]);

        await Eventually.TrueAsync(() => log.Count(LogLevel.Error, "The process of Refresh cannot be started") > 1);
    }
}

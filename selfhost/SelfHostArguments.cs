using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Hookwork.SelfHost;

/// <summary>The program's options on the command line.</summary>
internal sealed class SelfHostArguments
{
    private readonly Option<int> _port = new("--port")
    {
        Description = "The port of the HTTP functions; 0 takes any free one.",
        HelpName = "number",
        DefaultValueFactory = _ => 7071,
    };

    private readonly Option<bool> _exitWhenIdle = new("--exit-when-idle")
    {
        Description = "End once all work is done, with the counts as one JSON object on the last line.",
    };

    private readonly Option<int> _lease = new("--lease")
    {
        Description =
            "How long a queue message stays hidden while it is processed; after a crash it is retried within that time.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<int> _polling = new("--polling")
    {
        Description =
            "The longest interval between polls of an empty queue; a message that this process sends is read at once.",
        HelpName = "milliseconds",
        DefaultValueFactory = _ => 1000,
    };

    private readonly Option<int> _drain = new("--drain")
    {
        Description =
            "How long running functions and requests have to end after SIGTERM; after that they are cancelled, and their messages returned to the queue.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 25,
    };

    private readonly Option<string?> _only = new("--only")
    {
        Description =
            $"Run only these functions, by name, separated by commas; {SelfHostOptions.HttpGroup} is all HTTP functions.",
        HelpName = "functions",
    };

    private readonly Option<(int Blob, int Queue, int Table)?> _azuritePorts = new("--azurite-ports")
    {
        Description =
            "The ports of the Azurite that is started, for other programs to use with its published key; free ports and a random key by default.",
        HelpName = "blob,queue,table",
        CustomParser = ReadPorts,
    };

    private readonly Option<bool> _processPerFunction = new("--process-per-function")
    {
        Description = "Run each function in a process of its own, the HTTP functions together, as Azure scales them.",
    };

    private readonly Option<bool> _child = new("--child") { Hidden = true };

    public SelfHostArguments(Func<SelfHostArguments, ParseResult, Task<int>> run)
    {
        Between(_port, 0, 65535);
        Between(_lease, 1, 604_800);
        Between(_polling, 1, 600_000);
        Between(_drain, 0, 3600);
        Command = new RootCommand(
            "Runs Hookwork on this machine: its functions in one process, on Azurite unless AzureWebJobsStorage says otherwise."
        )
        {
            _port,
            _exitWhenIdle,
            _lease,
            _polling,
            _drain,
            _only,
            _azuritePorts,
            _processPerFunction,
            _child,
        };
        Command.SetAction((parsed, _) => run(this, parsed));
    }

    public RootCommand Command { get; }

    /// <summary>The parsed arguments as options.</summary>
    public SelfHostOptions Apply(ParseResult parsed, SelfHostOptions options) =>
        options with
        {
            Port = parsed.GetValue(_port),
            Lease = TimeSpan.FromSeconds(parsed.GetValue(_lease)),
            Polling = TimeSpan.FromMilliseconds(parsed.GetValue(_polling)),
            DrainTime = TimeSpan.FromSeconds(parsed.GetValue(_drain)),
            AzuritePorts = parsed.GetValue(_azuritePorts),
            Only = parsed
                .GetValue(_only)
                ?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };

    public bool ExitWhenIdle(ParseResult parsed) => parsed.GetValue(_exitWhenIdle);

    public bool ProcessPerFunction(ParseResult parsed) => parsed.GetValue(_processPerFunction);

    /// <summary>Whether this is a child process, which runs some of the functions.</summary>
    public bool IsChild(ParseResult parsed) => parsed.GetValue(_child);

    /// <summary>The arguments for a child process.</summary>
    public static IEnumerable<string> ForChild(SelfHostOptions options) =>
        [
            "--port",
            $"{options.Port}",
            "--lease",
            $"{options.Lease.TotalSeconds}",
            "--polling",
            $"{options.Polling.TotalMilliseconds}",
            "--drain",
            $"{options.DrainTime.TotalSeconds}",
        ];

    private static (int Blob, int Queue, int Table)? ReadPorts(ArgumentResult result)
    {
        int[] ports =
        [
            .. result
                .Tokens[0]
                .Value.Split(',')
                .Select(text =>
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0
                ),
        ];
        if (
            ports is [var blob, var queue, var table]
            && ports.All(port => port is > 0 and <= 65535)
            && ports.Distinct().Count() == 3
        )
            return (blob, queue, table);
        result.AddError(
            $"--azurite-ports is {result.Tokens[0].Value}: give three ports for blobs, queues and tables, such as 10000,10001,10002."
        );
        return null;
    }

    private static void Between(Option<int> option, int least, int most) =>
        option.Validators.Add(result =>
        {
            if (
                result.Tokens.Count == 1
                && int.TryParse(result.Tokens[0].Value, out var value)
                && (value < least || value > most)
            )
                result.AddError($"{option.Name} is {value}: give a number from {least} to {most}.");
        });
}

using System.CommandLine;
using Hookwork.Bench.Api;
using Hookwork.Bench.Cost;
using Hookwork.Bench.Floors;
using Hookwork.Bench.Inbox;
using Hookwork.Bench.Ingest;
using Hookwork.Bench.Pages;
using Hookwork.Bench.Peers;
using Hookwork.Bench.Screens;
using Hookwork.Bench.Search;
using Hookwork.Bench.Start;
using Hookwork.Bench.Traffic;
using Hookwork.Bench.Webhooks;

// The servers beside which selfhost is measured. The start of one is measured too, so nothing else comes before it.
switch (args)
{
    case [FloorServer.Argument]:
        await FloorServer.RunAsync();
        return 0;
    case [EmptyApp.Argument]:
        await EmptyApp.RunAsync();
        return 0;
}

// One command for each claim. Progress goes to standard error; the figures are the last line of standard output.
return await new RootCommand("Measures what Hookwork claims. The last line of each command is one JSON object.")
{
    IngestCommand.Create(),
    SearchCommand.Create(),
    ApiCommand.Create(),
    StartCommand.Create(),
    PagesCommand.Create(),
    InboxCommand.Create(),
    PeersCommand.Create(),
    WebhooksCommand.Create(),
    TrafficCommand.Create(),
    CostCommand.Create(),
    ScreensCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();

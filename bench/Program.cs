using System.CommandLine;
using Hookwork.Bench.Api;
using Hookwork.Bench.Cost;
using Hookwork.Bench.Inbox;
using Hookwork.Bench.Ingest;
using Hookwork.Bench.Pages;
using Hookwork.Bench.Peers;
using Hookwork.Bench.Screens;
using Hookwork.Bench.Search;
using Hookwork.Bench.Traffic;
using Hookwork.Bench.Webhooks;

// One command for each claim. Progress goes to standard error; the figures are the last line of standard output.
return await new RootCommand("Measures what Hookwork claims. The last line of each command is one JSON object.")
{
    IngestCommand.Create(),
    SearchCommand.Create(),
    ApiCommand.Create(),
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

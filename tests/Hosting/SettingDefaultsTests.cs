using System.Text.RegularExpressions;
using Hookwork.Catalog;
using Hookwork.Ingest;
using Hookwork.Patchwork;
using Hookwork.Webhooks;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Hosting;

/// <summary>The defaults that docs/settings.md names.</summary>
public sealed partial class SettingDefaultsTests
{
    private static readonly IConfiguration s_unset = new ConfigurationBuilder()
        .AddInMemoryCollection([new("Patchwork:Url", "https://patchwork.example.org/")])
        .Build();

    [Fact]
    public void The_page_of_settings_names_the_defaults_of_the_app()
    {
        var (patchwork, ingest) = (PatchworkSettings.Read(s_unset), IngestSettings.Read(s_unset));
        var (catalog, webhooks) = (CatalogSettings.Read(s_unset), WebhookSettings.Read(s_unset));
        var defaults = new Dictionary<string, string>
        {
            ["Patchwork__UserAgent"] = $"`{patchwork.UserAgent}`",
            ["Patchwork__Parallel"] = $"{patchwork.Parallel}",
            ["Patchwork__Overlap"] = $"`{patchwork.Overlap}`",
            ["Patchwork__Timeout"] = $"`{patchwork.Timeout}`",
            ["Hookwork__HoldEvents"] = $"`{ingest.HoldEvents}`",
            ["Hookwork__SweepAfter"] = $"`{ingest.SweepAfter}`",
            ["Hookwork__CatalogMegabytes"] = $"{catalog.DiskBudget >> 20}",
            ["Hookwork__WebhookTimeout"] = $"`{webhooks.Timeout}`",
            ["Hookwork__DeliveryDays"] = $"{webhooks.Keep.Days}",
        };

        var page = Row()
            .Matches(File.ReadAllText(Repository.Path("docs", "settings.md")))
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

        Assert.All(defaults, setting => Assert.Equal((setting.Key, setting.Value), (setting.Key, page[setting.Key])));
    }

    [GeneratedRegex(@"^\| `(\w+)` \|.*\| ([^|\n]*) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}

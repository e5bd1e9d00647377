using Hookwork.Site.Events;
using Hookwork.Site.Home;
using Hookwork.Site.Lists;
using Hookwork.Site.Mails;
using Hookwork.Site.People;
using Hookwork.Site.SeriesPages;
using Hookwork.Site.Threads;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Site;

/// <summary>Service registration of the pages and mboxes at Patchwork's web addresses.</summary>
internal static class SiteServices
{
    /// <summary>Registers what makes the pages.</summary>
    public static IServiceCollection AddSite(this IServiceCollection services) =>
        services
            .AddSingleton<Mboxes>()
            .AddSingleton<ShortAddresses>()
            .AddSingleton<MailPages>()
            .AddSingleton<ThreadPages>()
            .AddSingleton<BundlePages>()
            .AddSingleton<EventPages>()
            .AddSingleton<EventStream>()
            .AddSingleton<PatchListPages>()
            .AddSingleton<SeriesListPages>()
            .AddSingleton<SeriesAnswers>()
            .AddSingleton<BuildAnswers>()
            .AddSingleton<PersonPages>()
            .AddSingleton<HomePages>();
}

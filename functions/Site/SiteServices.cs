using Hookwork.Site.Events;
using Hookwork.Site.Mails;
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
            .AddSingleton<MailPages>()
            .AddSingleton<ThreadPages>()
            .AddSingleton<BundlePages>()
            .AddSingleton<EventPages>()
            .AddSingleton<EventStream>();
}

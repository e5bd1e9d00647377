using Hookwork.Search.Formats;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Search;

/// <summary>Service registration of search.</summary>
internal static class SearchServices
{
    /// <summary>Registers the engine and its answers.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services) =>
        services
            .AddSingleton<SearchEngine>()
            .AddSingleton<SearchMbox>()
            .AddSingleton<MailContents>()
            .AddSingleton<RecentMails>()
            .AddSingleton<MailMbox>();
}

using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Pages;

/// <summary>Service registration of what renders pages.</summary>
internal static class PageServices
{
    /// <summary>Registers the encoder of Razor components. Only what HTML requires is escaped.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) =>
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
}

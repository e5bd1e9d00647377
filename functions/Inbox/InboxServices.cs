using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Inbox;

/// <summary>Service registration of the inboxes.</summary>
internal static class InboxServices
{
    /// <summary>Registers what reads and writes mails as public-inbox does.</summary>
    public static IServiceCollection AddInbox(this IServiceCollection services) =>
        services
            .AddSingleton<InboxReader>()
            .AddSingleton<InboxAtom>()
            .AddSingleton<InboxMails>()
            .AddSingleton<InboxSearch>();
}

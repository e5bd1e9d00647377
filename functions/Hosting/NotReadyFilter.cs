using Hookwork.Catalog;
using Hookwork.Pages;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Hosting;

/// <summary>Answers 503 while the catalog that an endpoint needs is being prepared.</summary>
internal static class NotReadyFilter
{
    /// <summary>The filter of endpoints.</summary>
    public static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        try
        {
            return await next(context);
        }
        catch (CatalogNotReadyException exception)
        {
            return NotReady.Answer(exception.Message, CatalogNotReadyException.RetryAfter);
        }
    }
}

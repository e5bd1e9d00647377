using Hookwork.Api.Http;
using Hookwork.Archive;
using Hookwork.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hookwork.Site;

/// <summary>Streams mboxes from Storage, separated by an empty line.</summary>
/// <param name="length">The total length in bytes, if known.</param>
/// <param name="tag">The ETag, if there is one.</param>
internal sealed class MboxResult(
    string contentType,
    string fileName,
    long? length,
    EntityTagHeaderValue? tag,
    IReadOnlyList<Func<CancellationToken, Task<StoredMbox?>>> mboxes
) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response, cancellationToken) = (
            httpContext.Request,
            httpContext.Response,
            httpContext.RequestAborted
        );
        ApiAnswer.AllowEverySite(response);
        var known = tag is not null && ContentTag.SetAndCompare(httpContext, tag);
        if (known)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
        }
        else
        {
            response.ContentType = contentType;
            response.ContentLength = length;
            response.Headers.ContentDisposition = $"attachment; filename={fileName}";
        }
        for (var at = 0; at < mboxes.Count; at++)
        {
            await using var mbox = await mboxes[at](cancellationToken);
            if (mbox is null && at == 0)
            {
                response.Headers.ContentDisposition = default;
                await Mboxes.NotArchived.ExecuteAsync(httpContext);
                return;
            }
            if (known || HttpMethods.IsHead(request.Method))
                return;
            if (mbox is null)
            {
                // It was removed while others were sent. The answer must not be taken for complete.
                httpContext.Abort();
                return;
            }
            if (at > 0)
                await response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken);
            await mbox.CopyToAsync(response.Body, cancellationToken);
        }
    }
}

using Hookwork.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hookwork.Api.Site;

/// <summary>Sends mboxes one after the other as they come from Storage, an empty line between them.</summary>
/// <param name="length">The length of all in bytes, where it is known.</param>
/// <param name="tag">What tells one content from another, where there is such a thing.</param>
internal sealed class MboxResult(
    string contentType,
    string fileName,
    long? length,
    EntityTagHeaderValue? tag,
    IReadOnlyList<Func<CancellationToken, Task<Stream?>>> mboxes
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
        if (tag is not null)
            response.Headers.ETag = tag.ToString();
        var known =
            tag is not null
            && request
                .GetTypedHeaders()
                .IfNoneMatch.Any(other =>
                    other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false)
                );
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
            if (known || HttpMethods.IsHead(request.Method))
                return;
            if (mbox is null)
            {
                // It went while the others were sent: what was sent must not look whole.
                httpContext.Abort();
                return;
            }
            if (at > 0)
                await response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken);
            await mbox.CopyToAsync(response.Body, cancellationToken);
        }
    }
}

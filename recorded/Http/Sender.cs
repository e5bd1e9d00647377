using Microsoft.AspNetCore.Http;

namespace Hookwork.Recorded.Http;

/// <summary>Sends responses.</summary>
internal static class Sender
{
    /// <summary>Sends a response, or half of it.</summary>
    /// <returns>The status; 0 if the connection was cut.</returns>
    public static async Task<int> SendAsync(HttpContext context, Answer answer, bool isCut)
    {
        var cancellationToken = context.RequestAborted;
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Length;
        foreach (var (name, value) in answer.Headers)
            response.Headers.Append(name, value);

        if (isCut)
        {
            await response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)], cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
            context.Abort();
            return 0;
        }

        if (HttpMethods.IsHead(context.Request.Method))
            return answer.Status;

        await response.Body.WriteAsync(answer.Body, cancellationToken);
        for (var left = answer.PaddingLength; left > 0; left -= answer.Padding.Length)
        {
            var length = (int)Math.Min(left, answer.Padding.Length);
            await response.Body.WriteAsync(answer.Padding[..length], cancellationToken);
        }

        return answer.Status;
    }
}

using System.Text;
using Hookwork.Api.Http;
using Hookwork.Input;
using Hookwork.Pages;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api.Browsing;

/// <summary>
/// Turns the form of a page into the request that a tool would send, and shows the answer as a page. The visitor types
/// the token into the form, and there is no cookie. So a form on another site cannot use the visitor's token; it is
/// also refused.
/// </summary>
public sealed class ApiForms(RequestDelegate next, ApiPages pages, ApiViews views, HookworkSettings settings)
{
    /// <summary>The largest form, in bytes: a MiB of JSON, escaped.</summary>
    private const int LargestForm = 4 << 20;

    /// <summary>The headers that a page shows.</summary>
    private static readonly string[] Shown = ["Allow", "Location", "Retry-After", "Vary", "WWW-Authenticate"];

    /// <summary>Answers a form; hands every other request on.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(ApiForm.Prefix, StringComparison.Ordinal, out var path))
        {
            await next(context);
            return;
        }
        await (await AnswerAsync(context, path)).ExecuteAsync(context);
    }

    private async Task<IResult> AnswerAsync(HttpContext context, PathString path)
    {
        var request = context.Request;
        if (ApiAddress.Read(path.ToUriComponent()) is not { } address || address.Find(views.All) is not { } view)
            return NoPage.Answer;
        // A visitor may have bookmarked the answer to a form.
        if (!HttpMethods.IsPost(request.Method))
            return Results.Redirect($"{path.ToUriComponent()}?format=api");
        var content = "";
        if (SameSite.Refuses(request, settings))
            return Refused(StatusCodes.Status403Forbidden, "The form was not sent from a page of this site.");

        string method,
            token;
        try
        {
            var form =
                await RequestBody.ReadFormAsync(request, LargestForm, context.RequestAborted)
                ?? throw new InvalidDataException("The form is too large.");
            (method, token, content) = (
                form[ApiForm.Method].ToString(),
                form[ApiForm.Token].ToString().Trim(),
                form[ApiForm.Body].ToString()
            );
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            return Refused(StatusCodes.Status400BadRequest, "This is not the form of the page, or over 1 MiB.");
        }
        if (!view.Writes.Contains(method))
            return Refused(StatusCodes.Status405MethodNotAllowed, "Choose one of the form's methods.");
        if (token.Length == 0 || !token.All(letter => letter is > ' ' and <= '~'))
            return Refused(StatusCodes.Status400BadRequest, "A token is one word, of ASCII characters.");

        request.Method = method;
        request.Path = path;
        request.QueryString = default;
        request.ContentType = request.Headers.Accept = ApiAnswer.JsonType;
        request.Headers.Authorization = $"Token {token}";
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(content));
        request.ContentLength = request.Body.Length;
        return pages.Of(request, method, address, view, await SendAsync(context), content);

        IResult Refused(int status, string why) =>
            pages.Of(request, request.Method, address, view, ApiAnswer.Detail(status, why), content);
    }

    /// <summary>Runs the API on the request, and collects its answer instead of sending it.</summary>
    private async Task<ApiAnswer> SendAsync(HttpContext context)
    {
        var response = context.Response;
        var (body, before) = (response.Body, response.Headers.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase));
        using var answer = new MemoryStream();
        response.Body = answer;
        try
        {
            await next(context);
            await response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            response.Body = body;
        }
        var type = response.ContentType;
        var made = response.Headers.Where(header => !before.Contains(header.Key)).ToList();
        foreach (var (name, _) in made)
            response.Headers.Remove(name);
        return new ApiAnswer(response.StatusCode, type ?? "", answer.ToArray())
        {
            Headers =
            [
                .. made.Where(header => Shown.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                    .Select(header => (header.Key, header.Value.ToString())),
            ],
        };
    }
}

using System.Net.Mime;
using Hookwork.Api.Http;
using Hookwork.Input;
using Hookwork.Pages;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Api;

/// <summary>Endpoints of Patchwork's REST API.</summary>
public static class ApiEndpoints
{
    /// <summary>A fault of XML-RPC.</summary>
    private const string NoXmlRpc = """
        <?xml version="1.0"?>
        <methodResponse><fault><value><struct>
        <member><name>faultCode</name><value><int>-32601</int></value></member>
        <member><name>faultString</name>
        <value><string>There is no XML-RPC here: set "backend = rest" in pwclientrc.</string></value></member>
        </struct></value></fault></methodResponse>

        """;

    /// <summary>Maps every view for every method, with and without a version in the path.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var dispatch = routes.ServiceProvider.GetRequiredService<ApiDispatch>();
        foreach (var view in routes.ServiceProvider.GetRequiredService<ApiViews>().All)
        {
            var pattern = view
                .Pattern.Replace("{id}", "{id:digits}", StringComparison.Ordinal)
                .Replace("{comment}", "{comment:digits}", StringComparison.Ordinal)
                .Replace("{check}", "{check:digits}", StringComparison.Ordinal);
            foreach (var prefix in new[] { "/api/", "/api/{version:version}/" })
                routes.Map(
                    prefix + pattern,
                    async context => await (await dispatch.AnswerAsync(context.Request, view)).ExecuteAsync(context)
                );
        }
        routes.MapMethods(
            "/api/schema/openapi.json",
            ReadingMethods.All,
            (HttpRequest request, ApiViews views, HookworkSettings settings, PatchworkClient client) =>
                ApiAnswer.Json(OpenApiDocument.Of(views.All, settings.Origin(request), ApiVersion.NewestOf(client, [])))
        );
        routes.Map("/api/{**rest}", IResult () => NoPage.Answer);
        // pwclient calls this unless it is told to use REST. It shows the text of a fault, but not that of a 404.
        routes.Map("/xmlrpc/", IResult () => Results.Text(NoXmlRpc, MediaTypeNames.Text.Xml));
    }
}

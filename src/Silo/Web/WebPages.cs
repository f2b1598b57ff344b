using System.Collections.Frozen;
using BirD.Grains.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BirD.Silo.Web;

/// <summary>The pages that people look at. They hold nothing themselves: whatever they show they ask the API for, with its key.</summary>
internal static class WebPages
{
    public const string Start = "/web/";

    private const string Prefix = "web/";

    // Nothing from elsewhere, nothing inline, no frames around us: markup that got into a page could do nothing there.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    public static WebApplication MapWebPages(this WebApplication app, SiloRole role)
    {
        if (role == SiloRole.Gpu)
        {
            return app;
        }

        var files = Files();
        app.MapGet("/", () => TypedResults.Redirect(Start)).ExcludeFromDescription();
        app.MapGet(Start + "{file?}", (string? file, HttpContext context) => Serve(files, file ?? "index.html", context)).ExcludeFromDescription();
        return app;
    }

    private static IResult Serve(FrozenDictionary<string, byte[]> files, string file, HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // A page of one version with scripts of another would be neither.
        headers.CacheControl = "no-cache";
        return files.TryGetValue(file, out var content)
            ? TypedResults.Bytes(content, Types[Path.GetExtension(file)])
            : TypedResults.NotFound();
    }

    /// <summary>The files travel inside the assembly: a silo has no folder of pages that could be missing or changed.</summary>
    private static FrozenDictionary<string, byte[]> Files()
    {
        var assembly = typeof(WebPages).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            });
    }
}

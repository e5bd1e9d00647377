using Hookwork.Catalog;
using Hookwork.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<MemoryGuard>();
builder.Services.AddSingleton(new FirstAnswer(TimeSpan.FromSeconds(10), TimeProvider.System));
builder.Services.AddHookwork(builder.Configuration);
builder.Services.AddHostedService<CatalogPreload>();

// The host sends the first request as soon as it knows the functions: the server listens by then.
builder.Services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
builder.Build().Run();

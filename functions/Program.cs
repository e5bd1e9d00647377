using Hookwork.Catalog;
using Hookwork.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// What is deployed does not change: without this, each start watches all of its folders for new settings.
Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<MemoryGuard>();
builder.Services.AddSingleton(new FirstAnswer(TimeSpan.FromSeconds(10), TimeProvider.System));
builder.Services.AddHookwork(builder.Configuration);

// The host sends the first request as soon as it knows the functions: the server listens by then.
builder.Services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
var app = builder.Build();
var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

// Beside the making of all services, which takes half of a start.
_ = Task.Run(() => app.Services.GetRequiredService<CatalogPreload>().RunAsync(stopping));
app.Run();

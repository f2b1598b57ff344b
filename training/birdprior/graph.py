"""The ONNX file: PyTorch's exporter, then weights stored as float16 and the prior contract's metadata."""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

# Small tensors stay float32: they cost nothing, and the log-SNR table must not be rounded.
SMALL = 2048


def _store_halves(graph):
    """Large weights become float16 followed by a Cast, which the runtime folds when it loads the model."""
    casts = []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or int(np.prod(tensor.dims)) < SMALL:
            continue
        name = tensor.name
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), name + ".half")
        graph.initializer.remove(tensor)
        graph.initializer.append(half)
        casts.append(helper.make_node("Cast", [half.name], [name], name=name + ".cast", to=TensorProto.FLOAT))
    for place, node in enumerate(casts):
        graph.node.insert(place, node)


def metadata(config):
    prior, schedule = config["prior"], config["schedule"]
    return {
        "bird.contract": "1",
        "bird.name": prior["name"],
        "bird.version": prior["version"],
        "bird.prediction": "v",
        "bird.variance": "none",
        "bird.schedule": "linear",
        "bird.schedule.steps": str(schedule["steps"]),
        "bird.schedule.beta_start": str(schedule["beta_start"]),
        "bird.schedule.beta_end": str(schedule["beta_end"]),
        "bird.size_multiple": "8",
        "bird.native_size": "any",
        "bird.tile_overlap": str(prior["tile_overlap"]),
        "bird.value_range": "-1,1",
        "bird.licence": prior["licence"],
    }


def write(network, config, path):
    # Rounded before export too, so that PyTorch's answer is the file's answer.
    network.eval()
    axes = {"x": {0: "N", 2: "H", 3: "W"}, "t": {0: "N"}, "v": {0: "N", 2: "H", 3: "W"}}
    example = (torch.randn(1, 3, 64, 64), torch.tensor([10.5]))
    torch.onnx.export(network, example, str(path), opset_version=17, input_names=["x", "t"], output_names=["v"],
                      dynamic_axes=axes)
    model = onnx.load(str(path))
    _store_halves(model.graph)
    model.producer_name, model.producer_version = "birdprior", config["prior"]["version"]
    model.graph.name = config["prior"]["name"]
    model.doc_string = "Diffusion prior trained on synthetic scenes only; see MODEL_CARD.md"
    helper.set_model_props(model, metadata(config))
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


def round_halves(network):
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.numel() >= SMALL:
                parameter.copy_(parameter.half().float())
    return network


def gigaflops(network, size=256):
    """Multiply-adds of convolutions count two; measured on the modules, not estimated."""
    total = 0

    def count(module, inputs, output):
        nonlocal total
        total += 2 * output.numel() * module.weight[0].numel()

    hooks = [module.register_forward_hook(count) for module in network.modules()
             if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear))]
    with torch.no_grad():
        network(torch.zeros(1, 3, size, size), torch.zeros(1))
    for hook in hooks:
        hook.remove()
    return total / 1e9

"""Starts a deeper network from the weights of a shallower one, computing the same function at first.

A block adds to what passes through it, so a block whose second convolution is zero changes nothing (function-preserving
growth: Chen et al., Net2Net, ICLR 2016): what was learned is kept, and the new blocks learn on top of it.
"""

import torch

SECOND = (".second.weight", ".second.bias")


def load(network, weights):
    """Loads `weights` into `network`. Blocks that the weights lack become identities; anything else missing is an error."""
    missing, unexpected = network.load_state_dict(weights, strict=False)
    added = {name.rsplit(".", 2)[0] for name in missing}
    blocks = {name for name, _ in network.named_modules() if ".blocks." in name}
    if unexpected or not added <= blocks:
        wrong = sorted(unexpected) + sorted(added - blocks)
        raise SystemExit(f"these weights are not of a shallower network of this kind: {', '.join(wrong[:5])}")
    own = dict(network.named_parameters())
    with torch.no_grad():
        for block in added:
            for name in SECOND:
                own[block + name].zero_()

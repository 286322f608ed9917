"""The book of experiments: the systems that reports and tutorials describe, trained and measured on the same digits.

How it is read. `mnist.py` says which digits are trained on, chosen on and measured on, and how their pixels become
inputs. `networks.py`, `classical.py` and `small_cnn.py` hold the experiments, one short paragraph of code each, with
the figure that their source reports; `our_reader.py` puts our line reader beside them. `fitting.py` trains a network
epoch by epoch, so that a training that was cut off goes on. `scores.py` turns probabilities into figures, `saved.py`
keeps what a run gave so that its figures can be made again, and `compare.py` puts all runs into one table.
"""
